using System.Text.Json;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Tests.Support;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class QuotaTests
{
    [Fact]
    public async Task Nothing_is_limited_by_default()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal(200, await AllowedAsync(200, () => pool.GetUserAsync("carlos")));
        Assert.Equal("""{"requestsPerSecond":{},"unlinkCategory":"UserUpdate","throttleStatusCode":400}""", (await pool.ControlAsync(HttpMethod.Get, "quotas")).Text);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task A_category_allows_only_the_set_number_of_requests_per_second(string method)
    {
        using var pool = await WithAsync("""{ "requestsPerSecond": { "UserRead": 5 } }""", new HttpMethod(method));
        Assert.Equal(5, await AllowedAsync(8, () => pool.GetUserAsync("carlos")));
        (await pool.GetUserAsync("carlos")).Is("TooManyRequestsException", "Rate exceeded");
        pool.Clock.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(0, await AllowedAsync(1, () => pool.GetUserAsync("carlos")));
        pool.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await AllowedAsync(2, () => pool.GetUserAsync("carlos")));
        pool.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, await AllowedAsync(8, () => pool.GetUserAsync("carlos")));
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id })).Ok();
        (await pool.ControlAsync(HttpMethod.Put, "quotas", "{}")).Ok();
        Assert.Equal(8, await AllowedAsync(8, () => pool.GetUserAsync("carlos")));
    }

    [Fact]
    public async Task A_throttled_request_does_nothing_and_is_logged()
    {
        using var pool = await WithAsync("""{ "requestsPerSecond": { "UserUpdate": 1 } }""");
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId_Carlos/1")).Ok();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Is("TooManyRequestsException", "Rate exceeded");
        Assert.Equal(["Google"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
        Assert.Equal("TooManyRequestsException", pool.Server.GetRequests()[1].ErrorCode);
    }

    [Fact]
    public async Task Operations_in_the_same_category_share_its_quota()
    {
        using var pool = await WithAsync("""{ "requestsPerSecond": { "UserUpdate": 2 } }""");
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        (await pool.CallAsync("AdminUserGlobalSignOut", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        Assert.Equal("TooManyRequestsException", (await pool.CallAsync("AdminDisableUser", new { UserPoolId = pool.Id, Username = "carlos" })).ErrorCode);
    }

    [Fact]
    public async Task A_burst_can_be_larger_or_smaller_than_the_rate_per_second()
    {
        using var pool = await WithAsync("""{ "requestsPerSecond": { "UserRead": 5 }, "burst": 12 }""");
        Assert.Equal(12, await AllowedAsync(20, () => pool.GetUserAsync("carlos")));
        pool.Server.Quotas = pool.Server.Quotas with { Burst = 1 };
        Assert.Equal(1, await AllowedAsync(20, () => pool.GetUserAsync("carlos")));
    }

    [Fact]
    public async Task Each_user_can_have_separate_quotas_for_reads_and_writes()
    {
        using var pool = await WithAsync("""{ "userReadsPerSecond": 3, "userWritesPerSecond": 2 }""");
        Assert.Equal(3, await AllowedAsync(5, () => pool.GetUserAsync("carlos")));
        Assert.Equal(3, await AllowedAsync(5, () => pool.GetUserAsync("dora")));
        Assert.Equal("TooManyRequestsException", (await pool.GetUserAsync("carlos@example.com")).ErrorCode);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        (await pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity("Google", "Cognito_Subject", "1111"))).Ok();
        Assert.Equal("TooManyRequestsException", (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).ErrorCode);
        (await pool.UnlinkAsync("AzureAD", "Cognito_Subject", "azure-olga")).Ok();
        Assert.Equal(5, await AllowedAsync(5, () => pool.CallAsync("ListUsers", new { UserPoolId = pool.Id })));
    }

    [Fact]
    public async Task The_category_of_unlinking_and_the_status_of_throttling_can_be_changed()
    {
        using var pool = await WithAsync("""{ "requestsPerSecond": { "UserRead": 1 }, "unlinkCategory": "UserRead", "throttleStatusCode": 429 }""");
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        var answer = await pool.GetUserAsync("carlos");
        Assert.Equal((429, "TooManyRequestsException"), ((int)answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task A_quota_starts_full_and_is_exact_for_concurrent_requests()
    {
        using var pool = await WithAsync("""{ "requestsPerSecond": { "UserRead": 25 } }""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => pool.GetUserAsync("carlos")));
        Assert.Equal(25, answers.Count(answer => answer.ErrorCode is null));
    }

    [Theory]
    [InlineData("""{ "requestsPerSecond": { "UserUpdat": 1 } }""", "$.requestsPerSecond.UserUpdat: 'UserUpdat' is not a quota category. The categories are: UserAccountRecovery, ")]
    [InlineData("""{ "requestsPerSecond": { "UserRead": 0 } }""", "$.requestsPerSecond.UserRead: This must be more than 0.")]
    [InlineData("""{ "userReadsPerSecond": -1 }""", "$.userReadsPerSecond: This must be more than 0.")]
    [InlineData("""{ "userWritesPerSecond": 0 }""", "$.userWritesPerSecond: This must be more than 0.")]
    [InlineData("""{ "burst": 0.5 }""", "$.burst: This must be 1 or more.")]
    [InlineData("""{ "unlinkCategory": "x" }""", "$.unlinkCategory: 'x' is not a quota category")]
    [InlineData("""{ "throttleStatusCode": 200 }""", "$.throttleStatusCode: An error's status must be from 400 to 599.")]
    [InlineData("""{ "UserRead": 1 }""", "$.UserRead (line 1): This field is not known.")]
    public async Task An_error_about_an_invalid_quota_names_its_path(string quotas, string message)
    {
        using var pool = TestPool.Generated(0);
        var answer = await pool.ControlAsync(HttpMethod.Put, "quotas", quotas);
        Assert.Equal(400, (int)answer.Status);
        Assert.StartsWith(message, JsonSerializer.Deserialize<JsonElement>(answer.Text).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_removes_all_quotas()
    {
        using var pool = await WithAsync("""{ "requestsPerSecond": { "UserRead": 1 } }""");
        (await pool.ControlAsync(HttpMethod.Post, "reset")).Ok();
        Assert.Empty(pool.Server.Quotas.RequestsPerSecond);
    }

    [Fact]
    public void Every_operation_has_a_category_except_the_one_that_AWS_does_not_document() =>
        Assert.Equal(["AdminDisableProviderForUser"], OperationTable.Names.Where(name => QuotaCategories.Of(name, "unknown") == "unknown"));

    [Fact]
    public void Quotas_of_idle_users_are_forgotten()
    {
        var clock = new ManualClock();
        var buckets = new BucketSet<int>(null, clock);
        for (var user = 0; user < 10_000; user++)
        {
            buckets.Find(user, 1).Take();
        }

        var first = buckets.Find(0, 1);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        buckets.Find(10_000, 1).Take();
        Assert.Same(first, buckets.Find(0, 1));
        clock.Advance(TimeSpan.FromSeconds(2));
        for (var user = 10_001; user < 20_002; user++)
        {
            buckets.Find(user, 1).Take();
        }

        Assert.NotSame(first, buckets.Find(0, 1));
    }

    private static async Task<TestPool> WithAsync(string quotas, HttpMethod? method = null)
    {
        var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.ControlAsync(method ?? HttpMethod.Put, "quotas", quotas)).Ok();
        return pool;
    }

    private static async Task<int> AllowedAsync(int requests, Func<Task<CallResult>> send)
    {
        var allowed = 0;
        for (var request = 0; request < requests; request++)
        {
            allowed += (await send()).ErrorCode is null ? 1 : 0;
        }

        return allowed;
    }
}
