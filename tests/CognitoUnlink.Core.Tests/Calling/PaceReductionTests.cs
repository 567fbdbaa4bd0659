using CognitoUnlink.Calling;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Calling;

public class PaceReductionTests
{
    [Fact]
    public void It_says_what_is_slow_why_and_who_else_is_concerned() => Assert.Equal(
        "Throttled by the account's UserUpdate quota: slowed from 25 to about 9.8 requests per second. " +
        "Other applications share this quota: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
        new PaceReduction(QuotaCategory.UserUpdate, 25, 9.81).Describe());

    [Fact]
    public void Without_a_limit_it_blames_none() => Assert.StartsWith(
        "Throttled by the account's UserList quota: about 30 requests per second. Other",
        new PaceReduction(QuotaCategory.UserList, null, 29.96).Describe());
}
