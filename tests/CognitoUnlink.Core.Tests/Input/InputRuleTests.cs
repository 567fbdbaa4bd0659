using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;

namespace CognitoUnlink.Core.Tests.Input;

public class InputRuleTests
{
    [Theory]
    [InlineData("us-east-1_LocalPool")]
    [InlineData("eu-west-1_AbCdEf123")]
    [InlineData("us-gov-west-1_x")]
    public void A_user_pool_id_with_a_region_and_a_name_is_accepted(string userPoolId) => UserPoolIdRule.Check(userPoolId);

    [Theory]
    [InlineData("")]
    [InlineData("mypool")]
    [InlineData("eu-west-1_")]
    [InlineData("_AbC")]
    [InlineData("eu-west-1_a b")]
    [InlineData("eu-west-1_abc\n")]
    [InlineData("eu-west-1_abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij")]
    [InlineData("arn:aws:cognito-idp:eu-west-1:1:userpool/eu-west-1_abc")]
    public void Any_other_user_pool_id_is_refused(string userPoolId) =>
        Assert.Equal(ErrorId.InvalidUserPoolId, Assert.Throws<UnlinkException>(() => UserPoolIdRule.Check(userPoolId)).ErrorId);

    [Theory]
    [InlineData("Google", "google_123")]
    [InlineData("Google", "Google_123")]
    [InlineData("My_Idp", "my_idp_x")]
    public void A_federated_username_is_refused_as_a_subject(string provider, string subject)
    {
        var problem = Assert.Throws<UnlinkException>(() => SubjectRule.Check(provider, subject));

        Assert.Equal(ErrorId.SubjectHasProviderPrefix, problem.ErrorId);
        Assert.Contains("prefix", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Google", "123")]
    [InlineData("Google", "google123")]
    [InlineData("Okta", "bob_okta_x")]
    public void Other_subjects_are_accepted(string provider, string subject) => SubjectRule.Check(provider, subject);
}
