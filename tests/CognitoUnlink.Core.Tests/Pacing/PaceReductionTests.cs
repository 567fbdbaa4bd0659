using CognitoUnlink.Pacing;

namespace CognitoUnlink.Core.Tests.Pacing;

public class PaceReductionTests
{
    [Fact]
    public void It_says_what_is_slow_why_and_who_else_is_concerned() => Assert.Equal(
        "The account's quota for UserUpdate requests, not -RequestsPerSecond (--requests-per-second), sets the pace: slowed from 25 to about 9.8 requests a second. " +
        "Other applications share that quota: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
        new PaceReduction(QuotaCategory.UserUpdate, 25, 9.81).Describe());

    [Fact]
    public void Without_a_limit_it_blames_none() => Assert.StartsWith(
        "The account's quota for UserList requests sets the pace: about 30 requests a second. Other",
        new PaceReduction(QuotaCategory.UserList, null, 29.96).Describe());
}
