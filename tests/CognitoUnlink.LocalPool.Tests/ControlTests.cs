using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class ControlTests
{
    [Fact]
    public async Task Health_shows_which_pool_is_served()
    {
        using var pool = TestPool.Generated(5);
        var health = (await pool.ControlAsync(HttpMethod.Get, "health")).Ok();
        Assert.Equal(
            ("ok", "us-east-1_LocalPool", "us-east-1", 5),
            (health.Text("status"), health.Text("userPoolId"), health.Text("region"), health.GetProperty("users").GetInt32()));
    }

    [Fact]
    public async Task Every_answer_has_an_instance_id_that_is_new_for_each_server()
    {
        using var pool = TestPool.Generated(1);
        using var next = TestPool.Generated(1);
        var instance = await InstanceAsync(pool);
        Assert.NotEqual(instance, await InstanceAsync(next));
        Assert.Equal(instance, (await pool.CallAsync("ListUserPools", new { MaxResults = 1 })).Headers["x-local-user-pool-instance"]);
        Assert.Equal(instance, (await pool.CallAsync("NoSuchOperation", new { })).Headers["x-local-user-pool-instance"]);

        var snapshot = await pool.SnapshotAsync();
        Assert.DoesNotContain(instance, snapshot, StringComparison.Ordinal);
        (await next.ControlAsync(HttpMethod.Post, "restore", snapshot)).Ok();
        (await pool.ControlAsync(HttpMethod.Post, "reset")).Ok();
        Assert.NotEqual(instance, await InstanceAsync(next));
        Assert.Equal(instance, await InstanceAsync(pool));

        static async Task<string> InstanceAsync(TestPool pool)
        {
            var health = await pool.ControlAsync(HttpMethod.Get, "health");
            Assert.Equal(health.Ok().Text("instanceId"), health.Headers["x-local-user-pool-instance"]);
            return Guid.Parse(health.Ok().Text("instanceId")).ToString();
        }
    }

    [Fact]
    public async Task Seed_replaces_the_pool_with_a_generated_one()
    {
        using var pool = TestPool.Generated(5);
        using var other = TestPool.Generated(30, seed: 9);
        (await pool.ControlAsync(HttpMethod.Post, "seed", """{ "users": 30, "seed": 9 }""")).Ok();
        Assert.Equal(await other.SnapshotAsync(), await pool.SnapshotAsync());
    }

    [Fact]
    public async Task A_snapshot_can_be_restored_and_is_also_a_seed_document()
    {
        using var pool = TestPool.Generated(60);
        (await pool.CallAsync("CreateUserPool", new { PoolName = "Second" })).Ok();
        (await pool.CallAsync("AdminUserGlobalSignOut", new { UserPoolId = pool.Id, Username = "andrey.andersson1" })).Ok();
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "andrey.andersson1")).Ok();
        var snapshot = await pool.SnapshotAsync();

        using var other = TestPool.Generated(0);
        foreach (var path in (string[])["restore", "seed"])
        {
            (await other.ControlAsync(HttpMethod.Post, "reset")).Ok();
            Assert.NotEqual(snapshot, await other.SnapshotAsync());
            (await other.ControlAsync(HttpMethod.Post, path, snapshot)).Ok();
            Assert.Equal(snapshot, await other.SnapshotAsync());
        }
    }

    [Fact]
    public async Task Reset_restores_the_initial_state_and_clears_the_request_log()
    {
        using var pool = TestPool.Generated(20);
        var start = await pool.SnapshotAsync();
        (await pool.CallAsync("AdminDeleteUser", new { UserPoolId = pool.Id, Username = "andrey.andersson1" })).Ok();
        var created = await CreateAsync();
        Assert.NotEqual(start, await pool.SnapshotAsync());
        (await pool.ControlAsync(HttpMethod.Post, "reset")).Ok();
        Assert.Equal(start, await pool.SnapshotAsync());
        Assert.Empty(pool.Server.GetRequests());
        Assert.Equal(created, await CreateAsync());

        async Task<string?> CreateAsync() =>
            (await pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = "new" })).Ok().GetProperty("User").Attribute("sub");
    }

    [Fact]
    public async Task The_request_log_can_be_filtered_by_operation_user_provider_and_number()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.GetUserAsync("carlos")).Ok();
        (await pool.GetUserAsync("dora")).Ok();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        (await pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity("Google", "Cognito_Subject", "1111"))).Ok();
        Assert.Equal([1, 2, 3, 4], await NumbersAsync(""));
        Assert.Equal([1, 2], await NumbersAsync("?operation=AdminGetUser"));
        Assert.Equal([2], await NumbersAsync("?operation=AdminGetUser&username=dora"));
        Assert.Equal([3, 4], await NumbersAsync("?providerName=Google"));
        Assert.Equal([4], await NumbersAsync("?providerName=Google&since=3"));
        (await pool.ControlAsync(HttpMethod.Delete, "requests")).Ok();
        Assert.Empty(await NumbersAsync(""));

        async Task<IReadOnlyList<int>> NumbersAsync(string query) =>
            [.. (await pool.ControlAsync(HttpMethod.Get, "requests" + query)).Ok().GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("number").GetInt32())];
    }

    [Theory]
    [InlineData("requests?user=x", "'user' is not a known filter. The filters are: operation, username, providerName, since.")]
    [InlineData("requests?since=x", "since must be the number of a request.")]
    public async Task An_invalid_filter_for_the_request_log_is_refused(string path, string message)
    {
        using var pool = TestPool.Generated(0);
        Assert.Equal((400, message), await ErrorAsync(pool, HttpMethod.Get, path));
    }

    [Theory]
    [InlineData("""{ "users": 5, "sead": 1 }""", "$.sead (line 1): This field is not known.")]
    [InlineData("""{ "users": -1 }""", "$.users: The number of users cannot be negative.")]
    [InlineData("""{ "seed": 1 }""", "users")]
    [InlineData("nonsense", "The body is not JSON")]
    public async Task An_invalid_seed_is_refused_and_changes_nothing(string body, string message)
    {
        using var pool = TestPool.Generated(3);
        var before = await pool.SnapshotAsync();
        var (status, error) = await ErrorAsync(pool, HttpMethod.Post, "seed", body);
        Assert.Equal(400, status);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(before, await pool.SnapshotAsync());
    }

    [Fact]
    public async Task The_error_for_an_unknown_path_lists_the_known_ones_and_a_wrong_method_is_refused()
    {
        using var pool = TestPool.Generated(0);
        var (status, error) = await ErrorAsync(pool, HttpMethod.Get, "fault");
        Assert.Equal(404, status);
        Assert.Contains("GET health, POST seed", error, StringComparison.Ordinal);
        Assert.Equal((405, "GET is not supported here."), await ErrorAsync(pool, HttpMethod.Get, "reset"));
    }

    [Fact]
    public async Task Control_requests_are_not_logged()
    {
        using var pool = TestPool.Generated(0);
        await pool.SnapshotAsync();
        Assert.Empty(pool.Server.GetRequests());
    }

    private static async Task<(int Status, string? Error)> ErrorAsync(TestPool pool, HttpMethod method, string path, string? body = null)
    {
        var answer = await pool.ControlAsync(method, path, body);
        return ((int)answer.Status, JsonSerializer.Deserialize<JsonElement>(answer.Text).Text("error"));
    }
}
