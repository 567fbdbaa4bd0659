using CognitoUnlink.Calling;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Calling;

public class PaceReductionTests
{
    [Fact]
    public void The_description_names_the_quota_the_rates_and_who_else_shares_it() => Assert.Equal(
        "Throttled by the account's UserUpdate quota: slowed from 25 to about 9.8 requests per second. " +
        "Other applications share this quota: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
        new PaceReduction(QuotaCategory.UserUpdate, 25, 9.81).Describe());

    [Fact]
    public void Without_a_limit_the_description_gives_only_the_new_rate() => Assert.StartsWith(
        "Throttled by the account's UserList quota: about 30 requests per second. Other",
        new PaceReduction(QuotaCategory.UserList, null, 29.96).Describe());
}
