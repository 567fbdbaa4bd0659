using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class BehaviorFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly string _seed = Path.GetTempFileName();

    public void Dispose()
    {
        File.Delete(_path);
        File.Delete(_seed);
    }

    [Fact]
    public async Task A_behavior_file_applies_to_every_pool_without_its_own_behavior()
    {
        await File.WriteAllTextAsync(_path, """{ "version": 1, "behavior": { "lastIdentityUnlinked": "emptyArray" }, "probed": { "at": "x" }, "answers": [ 1 ] }""");
        await File.WriteAllTextAsync(_seed, """{ "pools": [ {}, { "userPoolId": "us-east-1_Own", "behavior": {} } ] }""");
        using var generated = TestPool.With(new() { BehaviorPath = _path, UserCount = 1 });
        using var seeded = TestPool.With(new() { BehaviorPath = _path, SeedPath = _seed });
        (await seeded.CallAsync("CreateUserPool", new { PoolName = "new" })).Ok();

        Assert.Equal(["emptyArray"], await BehaviorsAsync(generated));
        Assert.Equal(["emptyArray", "removeAttribute", "emptyArray"], await BehaviorsAsync(seeded));
        (await generated.ControlAsync(HttpMethod.Post, "seed", """{ "users": 2 }""")).Ok();
        Assert.Equal(["emptyArray"], await BehaviorsAsync(generated));
    }

    [Theory]
    [InlineData("""{ "behavior": { "lastIdentity": "emptyArray" } }""", "$.behavior.lastIdentity (line 1): This field is not known.")]
    [InlineData("""{ "behavior": { "lastIdentityUnlinked": "perhaps" } }""", "$.behavior.lastIdentityUnlinked (line 1): This value is not allowed here.")]
    [InlineData("""{ "behavior": { "listLagMilliseconds": -1 } }""", "$.behavior.listLagMilliseconds: This must not be less than 0.")]
    [InlineData("""{ "behavior": null }""", "$.behavior: null is not allowed.")]
    [InlineData("""{ "version": 2, "behavior": {} }""", "$.version: '2' is not a known version; use version 1.")]
    [InlineData("""{ }""", "Missing: 'behavior'.")]
    public async Task The_error_for_an_invalid_behavior_file_says_where_the_problem_is(string json, string message)
    {
        await File.WriteAllTextAsync(_path, json);
        var problem = Assert.Throws<LocalUserPoolException>(() => TestPool.With(new() { BehaviorPath = _path }));
        Assert.StartsWith($"The behavior file '{_path}' cannot be used. ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_behavior_file_is_reported() => Assert.Contains(
        "The behavior file 'none.json' cannot be read", Assert.Throws<LocalUserPoolException>(() => TestPool.With(new() { BehaviorPath = "none.json" })).Message, StringComparison.Ordinal);

    private static async Task<IEnumerable<string>> BehaviorsAsync(TestPool pool) =>
        JsonSerializer.Deserialize<JsonElement>(await pool.SnapshotAsync()).GetProperty("pools").EnumerateArray()
            .Select(entry => entry.GetProperty("behavior").Text("lastIdentityUnlinked"));
}
