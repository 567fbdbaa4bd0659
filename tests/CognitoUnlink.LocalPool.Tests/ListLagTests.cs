using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class ListLagTests
{
    private static readonly TimeSpan s_lag = TimeSpan.FromMilliseconds(2000);

    [Fact]
    public async Task A_listing_can_lag_behind_a_read()
    {
        using var pool = await LaggingAsync();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        Assert.Equal(["Okta"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
        Assert.Equal(2, await ListedIdentitiesAsync(pool, "ListUsers"));
        Assert.Equal(2, await ListedIdentitiesAsync(pool, "ListUsersInGroup"));
        pool.Clock.Advance(s_lag - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, await ListedIdentitiesAsync(pool, "ListUsers"));
        pool.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await ListedIdentitiesAsync(pool, "ListUsers"));
        Assert.Equal(1, await ListedIdentitiesAsync(pool, "ListUsersInGroup"));
    }

    [Fact]
    public async Task Several_changes_appear_one_after_another()
    {
        using var pool = await LaggingAsync();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        pool.Clock.Advance(s_lag / 2);
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId_Carlos/1")).Ok();
        Assert.Equal(2, await ListedIdentitiesAsync(pool, "ListUsers"));
        pool.Clock.Advance(s_lag / 2);
        Assert.Equal(1, await ListedIdentitiesAsync(pool, "ListUsers"));
        pool.Clock.Advance(s_lag / 2);
        Assert.Equal(0, await ListedIdentitiesAsync(pool, "ListUsers"));
    }

    [Fact]
    public async Task New_users_appear_late_and_deleted_users_remain_for_a_while()
    {
        using var pool = await LaggingAsync();
        var before = await NamesAsync(pool);
        (await pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = "new" })).Ok();
        (await pool.CallAsync("AdminDeleteUser", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        Assert.Equal("UserNotFoundException", (await pool.GetUserAsync("carlos")).ErrorCode);
        (await pool.GetUserAsync("new")).Ok();
        Assert.Equal(before, await NamesAsync(pool));
        Assert.DoesNotContain("\"carlos\"", await pool.SnapshotAsync(), StringComparison.Ordinal);
        pool.Clock.Advance(s_lag);
        Assert.Equal([.. before.Where(name => name != "carlos"), "new"], await NamesAsync(pool));
        Assert.Equal(["Google_3333"], (await pool.PagesAsync("ListUsersInGroup", "NextToken", null, new() { ["GroupName"] = "staff" })).SelectMany(page => page));
    }

    [Theory]
    [InlineData("username = \"carlos\"")]
    [InlineData("status = \"Enabled\"")]
    public async Task Filters_apply_to_what_the_listing_shows(string filter)
    {
        using var pool = await LaggingAsync();
        (await pool.CallAsync("AdminDisableUser", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        Assert.True((await FirstAsync()).GetProperty("Enabled").GetBoolean());
        pool.Clock.Advance(s_lag);
        Assert.Equal(filter.StartsWith("username", StringComparison.Ordinal), (await FirstAsync()).Text("Username") == "carlos");

        async Task<JsonElement> FirstAsync() => (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Filter = filter })).Ok().GetProperty("Users")[0];
    }

    [Fact]
    public async Task A_scan_shows_every_user_once_even_if_users_change_in_the_meantime()
    {
        using var pool = await LaggingAsync();
        var first = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Limit = 3 })).Ok();
        (await pool.CallAsync("AdminDisableUser", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        (await pool.CallAsync("AdminDeleteUser", new { UserPoolId = pool.Id, Username = "dora" })).Ok();
        var rest = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, PaginationToken = first.Text("PaginationToken") })).Ok();
        Assert.Equal(9, first.GetProperty("Users").Texts("Username").Concat(rest.GetProperty("Users").Texts("Username")).Distinct().Count());
    }

    [Fact]
    public async Task A_negative_lag_is_refused()
    {
        using var pool = TestPool.Generated(0);
        var answer = await pool.ControlAsync(HttpMethod.Post, "seed", """{ "pools": [ { "behavior": { "listLagMilliseconds": -1 } } ] }""");
        Assert.Equal("$.pools[0].behavior.listLagMilliseconds: This must not be less than 0.", answer.Json.Text("error"));
    }

    private static Task<TestPool> LaggingAsync() => TestPool.SeededAsync(Pools.SmallWith("listLagMilliseconds", "2000"));

    private static async Task<IReadOnlyList<string>> NamesAsync(TestPool pool) =>
        [.. (await pool.PagesAsync("ListUsers", "PaginationToken", null)).SelectMany(page => page)];

    private static async Task<int> ListedIdentitiesAsync(TestPool pool, string operation)
    {
        object input = operation == "ListUsers" ? new { UserPoolId = pool.Id } : new { UserPoolId = pool.Id, GroupName = "staff" };
        var users = (await pool.CallAsync(operation, input)).Ok().GetProperty("Users");
        var identities = users.EnumerateArray().Single(user => user.Text("Username") == "carlos").Attribute("identities");
        return identities is null ? 0 : JsonSerializer.Deserialize<JsonElement>(identities).GetArrayLength();
    }
}
