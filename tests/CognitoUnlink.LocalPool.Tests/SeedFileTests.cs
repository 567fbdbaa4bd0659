using CognitoUnlink.LocalPool.Tests.Support;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class SeedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_a_file_does_not_mention_has_its_default() => Assert.Empty(GeneratedJson.LostDefaults(typeof(LocalUserPoolServer).Assembly));

    [Fact]
    public async Task A_seed_file_creates_the_pool_it_describes()
    {
        await File.WriteAllTextAsync(_path, $$"""{ "pools": [ {{Pools.Small}} ] }""");
        using var pool = TestPool.With(new() { SeedPath = _path, UserPoolId = "eu-west-1_FromOption" });
        Assert.Equal(("eu-west-1_FromOption", "eu-west-1"), (pool.Id, pool.Server.UserPool.Region));
        Assert.Equal(2, (await pool.IdentitiesAsync("carlos"))!.Value.GetArrayLength());
        var start = await pool.SnapshotAsync();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        (await pool.ControlAsync(HttpMethod.Post, "reset")).Ok();
        Assert.Equal(start, await pool.SnapshotAsync());
    }

    [Fact]
    public async Task The_pool_id_in_the_file_is_used_unless_another_is_given()
    {
        await File.WriteAllTextAsync(_path, "\uFEFF" + """
            {
              // Comments and trailing commas are fine.
              "pools": [ { "userPoolId": "ap-south-1_File", }, { "userPoolId": "ap-south-1_Second" }, ],
            }
            """);
        using var pool = TestPool.With(new() { SeedPath = _path });
        Assert.Equal(("ap-south-1_File", "ap-south-1"), (pool.Id, pool.Server.UserPool.Region));
        Assert.Equal(
            ["ap-south-1_File", "ap-south-1_Second"],
            (await pool.CallAsync("ListUserPools", new { MaxResults = 5 })).Ok().GetProperty("UserPools").Texts("Id"));

        using var renamed = TestPool.With(new() { SeedPath = _path, UserPoolId = "eu-west-1_Given" });
        Assert.Equal(("eu-west-1_Given", "eu-west-1"), (renamed.Id, renamed.Server.UserPool.Region));
        Assert.Equal(
            ["eu-west-1_Given", "ap-south-1_Second"],
            (await renamed.CallAsync("ListUserPools", new { MaxResults = 5 })).Ok().GetProperty("UserPools").Texts("Id"));
    }

    [Theory]
    [InlineData("""{ "pools": [ { "users": [ { "username": "a", "shoe": 1 } ] } ] }""", "$.pools[0].users[0].shoe (line 1): This field is not known.")]
    [InlineData("""{ "pools": [ { "behavior": { "lastIdentityUnlinked": "perhaps" } } ] }""", "$.pools[0].behavior.lastIdentityUnlinked (line 1): This value is not allowed here.")]
    [InlineData("""{ "pools": [ { "users": [ { "sub": "a" } ] } ] }""", "$.pools[0].users[0] (line 1): Missing: 'username'.")]
    [InlineData("""{ "pools": [ { "users": [ { "username": "a", "passwordHash": "?" } ] } ] }""", "$.pools[0].users[0].passwordHash (line 1): This value is not allowed here.")]
    [InlineData("""{ "pools": [ ] }""", "$.pools: There must be at least one pool.")]
    [InlineData("""{ "pools": null }""", "$.pools: There must be at least one pool.")]
    [InlineData("""{ "version": 2, "pools": [ {} ] }""", "$.version: '2' is not a known version; use version 1.")]
    [InlineData("""{ "pools": [ null ] }""", "$.pools[0]: null is not allowed.")]
    [InlineData("""{ "pools": [ {}, {} ] }""", "$.pools[1].userPoolId: Every pool but the first needs an id.")]
    [InlineData("""{ "pools": [ { "userPoolId": "x" } ] }""", "$.pools[0].userPoolId: 'x' is not allowed.")]
    [InlineData("""{ "pools": [ { "users": [ { "username": null } ] } ] }""", "$.pools[0].users[0].username: null is not allowed.")]
    [InlineData("""{ "pools": [ { "users": [ { "username": "a b" } ] } ] }""", "$.pools[0].users[0].username: 'a b' is not allowed.")]
    [InlineData("""{ "pools": [ { "users": [ { "username": "a" }, { "username": "a" } ] } ] }""", "$.pools[0].users[1]: An earlier user already has the username 'a'.")]
    [InlineData("""{ "pools": [ { "users": [ { "username": "a", "status": "HAPPY" } ] } ] }""", "$.pools[0].users[0].status: 'HAPPY' is not allowed.")]
    [InlineData("""{ "pools": [ { "users": [ { "username": "a", "attributes": { "sub": "x" } } ] } ] }""", "$.pools[0].users[0].attributes.sub")]
    [InlineData("""{ "pools": [ { "users": [ { "username": "a", "attributes": { "name": null } } ] } ] }""", "$.pools[0].users[0].attributes.name: null is not allowed.")]
    [InlineData("""{ "pools": [ { "users": [ { "username": "a", "identities": [ { "providerName": "Okta", "value": "x" } ] } ] } ] }""", "$.pools[0].users[0].identities[0].providerName: The pool has no provider 'Okta'.")]
    [InlineData("""{ "pools": [ { "identityProviders": [ { "name": "My", "type": "Google" } ] } ] }""", "$.pools[0].identityProviders[0].name: A provider of type Google must be named Google.")]
    [InlineData("""{ "pools": [ { "groups": [ { "name": "g", "members": ["nobody"] } ] } ] }""", "$.pools[0].groups[0].members[0]: There is no user 'nobody'.")]
    [InlineData("""{ "pools": [ { "identityProviders": [ { "name": "Okta", "type": "SAML" } ], "users": [ { "username": "a", "identities": [ { "providerName": "Okta", "value": "x" } ] }, { "username": "b", "identities": [ { "providerName": "Okta", "value": "x" } ] } ] } ] }""", "$.pools[0].users[1]: An earlier user already has the identity 'Okta' 'Cognito_Subject' 'x'.")]
    [InlineData("{", "$")]
    public void The_error_for_an_invalid_seed_file_names_the_file_and_the_path(string json, string message)
    {
        File.WriteAllText(_path, json);
        var error = Assert.Throws<LocalUserPoolException>(() => new LocalUserPoolFactory().Start(new() { SeedPath = _path }));
        Assert.StartsWith($"The seed file '{_path}' cannot be used. {message}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CognitoUnlink.LocalPool", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_with_six_links_is_refused()
    {
        var links = string.Join(',', Enumerable.Range(0, 6).Select(number => $$"""{ "providerName": "Okta", "value": "{{number}}" }"""));
        File.WriteAllText(_path, $$"""{ "pools": [ { "identityProviders": [ { "name": "Okta", "type": "SAML" } ], "users": [ { "username": "a", "identities": [ {{links}} ] } ] } ] }""");
        var error = Assert.Throws<LocalUserPoolException>(() => new LocalUserPoolFactory().Start(new() { SeedPath = _path }));
        Assert.Contains("$.pools[0].users[0].identities: A user can have at most 5 linked identities.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_for_a_missing_seed_file_names_it()
    {
        var error = Assert.Throws<LocalUserPoolException>(() => new LocalUserPoolFactory().Start(new() { SeedPath = _path + ".none" }));
        Assert.StartsWith($"The seed file '{_path}.none' cannot be read:", error.Message, StringComparison.Ordinal);
    }
}
