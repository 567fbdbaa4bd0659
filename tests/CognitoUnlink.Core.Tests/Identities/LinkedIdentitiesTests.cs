using CognitoUnlink.Changes;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Identities;

public class LinkedIdentitiesTests
{
    private const string Okta = """{"userId":"a","providerName":"Okta","providerType":"SAML","issuer":"http://idp","primary":false,"dateCreated":1720531919374}""";
    private const string Google = """{"userId":"1","providerName":"Google","providerType":"Google","issuer":null,"primary":false,"dateCreated":1720531919374}""";

    private static IReadOnlyList<LinkedIdentity> Of(string status, params string[] entries) =>
        LinkedIdentities.Of("eu-west-1_x", new CognitoUser
        {
            Username = "alice",
            Sub = "s-1",
            UserStatus = status,
            Enabled = false,
            Identities = $"[{string.Join(',', entries)}]",
        });

    [Fact]
    public void Each_entry_becomes_an_object_with_its_user()
    {
        var identities = Of("CONFIRMED", Okta, Google);

        Assert.Equal(["Okta", "Google"], identities.Select(identity => identity.ProviderName));
        var okta = identities[0];
        Assert.Equal(("eu-west-1_x", "alice", "s-1", "CONFIRMED", false), (okta.UserPoolId, okta.Username, okta.Sub, okta.UserStatus, okta.Enabled));
        Assert.Equal(("Cognito_Subject", "a", "a"), (okta.ProviderAttributeName, okta.ProviderAttributeValue, okta.Subject));
        Assert.Equal(("SAML", "http://idp", 2), (okta.ProviderType, okta.Issuer, okta.IdentityCount));
    }

    [Theory]
    [InlineData("CONFIRMED", 1, SignInAfterUnlink.Password)]
    [InlineData("RESET_REQUIRED", 1, SignInAfterUnlink.Password)]
    [InlineData("FORCE_CHANGE_PASSWORD", 1, SignInAfterUnlink.None)]
    [InlineData("UNCONFIRMED", 1, SignInAfterUnlink.None)]
    [InlineData("EXTERNAL_PROVIDER", 1, SignInAfterUnlink.None)]
    [InlineData("FORCE_CHANGE_PASSWORD", 2, SignInAfterUnlink.Federated)]
    [InlineData("EXTERNAL_PROVIDER", 2, SignInAfterUnlink.Federated)]
    [InlineData("CONFIRMED", 2, SignInAfterUnlink.Password)]
    [InlineData("ARCHIVED", 1, SignInAfterUnlink.Unknown)]
    [InlineData("A_NEW_STATUS", 1, SignInAfterUnlink.Unknown)]
    public void Each_identity_shows_how_the_user_could_still_sign_in_without_it(string status, int count, SignInAfterUnlink expected) =>
        Assert.Equal(expected, Of(status, count == 1 ? [Okta] : [Okta, Google])[0].SignInAfterUnlink);
}
