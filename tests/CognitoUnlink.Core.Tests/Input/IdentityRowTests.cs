using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;

namespace CognitoUnlink.Core.Tests.Input;

public class IdentityRowTests
{
    [Theory]
    [InlineData("ProviderName=Okta,ProviderAttributeName=email,ProviderAttributeValue=a@b", "Okta", "email", "a@b", true)]
    [InlineData("providername=Okta,PROVIDERATTRIBUTENAME=email,providerAttributeValue=a@b", "Okta", "email", "a@b", true)]
    [InlineData("User_ProviderName=Okta,User_ProviderAttributeName=email,User_ProviderAttributeValue=a@b", "Okta", "email", "a@b", true)]
    [InlineData("ProviderName=Okta,ProviderAttributeName=email,Subject=a@b", "Okta", "email", "a@b", true)]
    [InlineData("ProviderName=Okta,Subject=a@b", "Okta", "Cognito_Subject", "a@b", true)]
    [InlineData("ProviderName=Okta,ProviderAttributeName=email,ProviderAttributeValue=a@b,Subject=other", "Okta", "email", "a@b", true)]
    [InlineData("SocialProvider=google,Subject=1", "Google", "Cognito_Subject", "1", false)]
    [InlineData("OidcProvider=azuread,Subject=1", "azuread", "Cognito_Subject", "1", false)]
    [InlineData("SamlProvider=Okta,NameId=1", "Okta", "Cognito_Subject", "1", false)]
    [InlineData("SamlProvider=Okta,LinkedAttributeName=email,LinkedAttributeValue=a@b", "Okta", "email", "a@b", false)]
    [InlineData("SamlProvider=Okta,NameId=1,LinkedAttributeName=email,LinkedAttributeValue=a@b", "Okta", "email", "a@b", false)]
    [InlineData("ProviderName=Okta,Subject==1+1", "Okta", "Cognito_Subject", "=1+1", true)]
    public void An_identity_has_the_columns_of_a_set(string row, string provider, string name, string value, bool mayTryMappedAttributes)
    {
        Assert.True(IdentityRow.IsIdentity(new TestRow(row)));

        var item = IdentityRow.ToUnlinkItem(new TestRow(row), "eu-west-1_Pool", "alice");

        Assert.Equal(new ProviderUser(provider, name, value), item.Target);
        Assert.Equal(mayTryMappedAttributes, item.MayTryMappedAttributes);
        Assert.Equal(item.Target, IdentityRow.ToLinkItem(new TestRow(row + ",Username=alice"), "eu-west-1_Pool").Source);
    }

    [Theory]
    [InlineData("Username=alice", false)]
    [InlineData("Username=alice,Subject=Maths", false)]
    [InlineData("Username=alice,ProviderName=Okta", true)]
    [InlineData("Username=alice,ProviderName=Okta,ProviderAttributeValue=x", true)]
    [InlineData("Username=alice,SamlProvider=Okta,LinkedAttributeValue=x", true)]
    public void Anything_less_is_none(string row, bool hasProvider)
    {
        Assert.False(IdentityRow.IsIdentity(new TestRow(row)));
        Assert.Equal(hasProvider, IdentityRow.HasProvider(new TestRow(row)));
    }

    [Fact]
    public void What_else_a_row_knows_is_kept()
    {
        var row = new TestRow("UserPoolId=eu-west-1_Row,Username=alice,Sub=s-1,ProviderType=SAML,ProviderName=Okta,Subject=x");

        var unlink = IdentityRow.ToUnlinkItem(row, "eu-west-1_Pool", null);
        var link = IdentityRow.ToLinkItem(row, null);

        Assert.Equal(("eu-west-1_Pool", null, "s-1", "SAML"), (unlink.UserPoolId, unlink.Username, unlink.SeenOnSub, unlink.ProviderType));
        Assert.Equal(("eu-west-1_Row", "alice", "s-1", "SAML"), (link.UserPoolId, link.Username, link.SeenOnSub, link.ProviderType));
    }

    [Theory]
    [InlineData("Username=alice,ProviderName=,Subject=x")]
    [InlineData("Username=alice,ProviderName=Okta,Subject=")]
    [InlineData("Username=alice,ProviderName=Okta,ProviderAttributeName=,ProviderAttributeValue=x")]
    public void A_column_without_a_value_is_an_error_that_names_the_user(string row)
    {
        var problem = Assert.Throws<UnlinkException>(() => IdentityRow.ToUnlinkItem(new TestRow(row), "eu-west-1_Pool", "alice"));

        Assert.Equal(ErrorId.IncompleteRow, problem.ErrorId);
        Assert.Contains("'alice' lacks a value", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ProviderName=Okta,Subject=x,UserPoolId=eu-west-1_Pool", ErrorId.UsernameMissing)]
    [InlineData("ProviderName=Okta,Subject=x,UserPoolId=eu-west-1_Pool,Username=", ErrorId.UsernameMissing)]
    [InlineData("ProviderName=Okta,Subject=x,Username=alice", ErrorId.IncompleteRow)]
    [InlineData("UserPoolId=eu-west-1_Pool,Username=alice", ErrorId.IncompleteRow)]
    public void Only_a_user_of_a_pool_can_be_linked_to(string row, string id) =>
        Assert.Equal(id, Assert.Throws<UnlinkException>(() => IdentityRow.ToLinkItem(new TestRow(row), null)).ErrorId);
}
