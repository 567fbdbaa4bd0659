using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class AppClientTests
{
    private const string NotSentBack = "ClientSecret, CreationDate, LastModifiedDate";

    private static readonly string[] s_native = ["COGNITO"];
    private static readonly string[] s_urls = ["https://example.com/signed-in"];

    [Fact]
    public async Task A_generated_pool_has_an_app_client_for_each_case_of_retiring_a_provider()
    {
        using var pool = TestPool.Generated(0);
        using var same = TestPool.Generated(10);
        var clients = await ListAsync(pool);
        Assert.Equal(["web", "mobile", "back office"], clients.Texts("ClientName"));
        Assert.Equal(clients.GetRawText(), (await ListAsync(same)).GetRawText());
        var counts = await Task.WhenAll(clients.EnumerateArray().Select(async client =>
            (await DescribeAsync(pool, client.Text("ClientId"))).GetProperty("SupportedIdentityProviders").GetArrayLength()));
        Assert.Equal([7, 3, 1], counts);
        Assert.StartsWith("canary", (await DescribeAsync(pool, clients[2].Text("ClientId"))).Text("ClientSecret"), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", clients.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_client_shows_defaults_for_settings_that_were_not_given()
    {
        using var pool = TestPool.Generated(0);
        var client = await CreateAsync(pool, """{ "ClientName": "plain" }""");
        var (id, now) = (client.Text("ClientId"), client.GetProperty("CreationDate").GetRawText());
        Assert.Matches("^[a-z0-9]{26}$", id);
        Assert.Equal(pool.Clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0, client.GetProperty("CreationDate").GetDouble(), 3);
        Assert.Equal(
            [
                $"UserPoolId: \"{pool.Id}\"", $"ClientId: \"{id}\"", $"LastModifiedDate: {now}", $"CreationDate: {now}", "ClientName: \"plain\"", "RefreshTokenValidity: 30", "TokenValidityUnits: {}",
                "AllowedOAuthFlowsUserPoolClient: false", "EnableTokenRevocation: true", "EnablePropagateAdditionalUserContextData: false", "AuthSessionValidity: 3",
            ],
            client.EnumerateObject().Select(member => $"{member.Name}: {member.Value.GetRawText()}"));
        Assert.Equal(client.GetRawText(), (await DescribeAsync(pool, client.Text("ClientId"))).GetRawText());
    }

    [Theory]
    [InlineData(""" "GenerateSecret": true """, "^[a-z0-9]{51}$")]
    [InlineData(""" "ClientSecret": "given0given0given0given0" """, "^given0given0given0given0$")]
    public async Task A_client_secret_can_be_generated_or_given_and_is_never_logged(string how, string pattern)
    {
        using var pool = TestPool.Generated(0);
        var client = await CreateAsync(pool, $$"""{ "ClientName": "secret", {{how}} }""");
        Assert.Matches(pattern, client.Text("ClientSecret"));
        Assert.DoesNotContain(client.Text("ClientSecret"), JsonSerializer.Serialize(pool.Server.GetRequests()), StringComparison.Ordinal);
        await UpdateAsync(pool, client, """{ "ClientName": "renamed" }""");
        Assert.Equal(client.Text("ClientSecret"), (await DescribeAsync(pool, client.Text("ClientId"))).Text("ClientSecret"));
    }

    [Fact]
    public async Task An_update_resets_the_settings_it_leaves_out_except_the_name()
    {
        using var pool = TestPool.Generated(0);
        var client = await CreateAsync(pool, """
            { "ClientName": "web", "CallbackURLs": ["https://example.com/signed-in"], "RefreshTokenValidity": 7, "EnableTokenRevocation": false, "SupportedIdentityProviders": ["COGNITO", "Okta"] }
            """);
        pool.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = await UpdateAsync(pool, client, """{ "SupportedIdentityProviders": ["COGNITO"] }""");
        Assert.Equal(("web", 30, true), (changed.Text("ClientName"), changed.GetProperty("RefreshTokenValidity").GetInt32(), changed.GetProperty("EnableTokenRevocation").GetBoolean()));
        Assert.Equal(s_native, changed.GetProperty("SupportedIdentityProviders").EnumerateArray().Select(name => name.GetString()));
        Assert.False(changed.TryGetProperty("CallbackURLs", out _));
        Assert.Equal(60, changed.GetProperty("LastModifiedDate").GetDouble() - changed.GetProperty("CreationDate").GetDouble(), 3);
    }

    [Fact]
    public async Task An_app_client_does_not_change_when_all_its_settings_are_sent_back()
    {
        using var pool = TestPool.Generated(0);
        var client = await CreateAsync(pool, """
            {
              "ClientName": "full", "GenerateSecret": true, "RefreshTokenValidity": 60, "AccessTokenValidity": 20, "IdTokenValidity": 30,
              "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days" },
              "ReadAttributes": ["email", "custom:team"], "WriteAttributes": ["email"], "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
              "SupportedIdentityProviders": ["COGNITO", "Okta", "Google"], "CallbackURLs": ["https://example.com/signed-in"], "LogoutURLs": ["https://example.com/"],
              "DefaultRedirectURI": "https://example.com/signed-in", "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email"],
              "AllowedOAuthFlowsUserPoolClient": true, "AnalyticsConfiguration": { "ApplicationId": "abcdef", "UserDataShared": true },
              "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": false, "EnablePropagateAdditionalUserContextData": true,
              "AuthSessionValidity": 5, "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 10 },
              "SettingOfTomorrow": { "Deep": [ 1.50, null, { "Ω": "\\ud83d\\ude00" } ] }
            }
            """);
        var back = client.EnumerateObject().Where(member => !NotSentBack.Contains(member.Name, StringComparison.Ordinal)).ToDictionary(member => member.Name, member => member.Value);
        var again = (await pool.CallAsync("UpdateUserPoolClient", back)).Ok().GetProperty("UserPoolClient");
        Assert.Equal(Settings(client), Settings(again));
        Assert.Contains("SettingOfTomorrow", again.GetRawText(), StringComparison.Ordinal);

        var snapshot = await pool.SnapshotAsync();
        (await pool.ControlAsync(HttpMethod.Post, "restore", snapshot)).Ok();
        Assert.Equal(snapshot, await pool.SnapshotAsync());
        Assert.Equal(Settings(client), Settings(await DescribeAsync(pool, client.Text("ClientId"))));

        static IEnumerable<string> Settings(JsonElement client) =>
            client.EnumerateObject().Where(member => member.Name != "LastModifiedDate").Select(member => $"{member.Name}: {member.Value.GetRawText()}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_keeps_a_deeply_nested_setting()
    {
        using var pool = TestPool.Generated(0);
        await CreateAsync(pool, $$"""{ "ClientName": "deep", "SettingOfTomorrow": {{new string('[', 62)}}{{new string(']', 62)}} }""");
        var snapshot = await pool.SnapshotAsync();
        (await pool.ControlAsync(HttpMethod.Post, "seed", snapshot)).Ok();
        Assert.Equal(snapshot, await pool.SnapshotAsync());
        Assert.Contains("[[[[", await pool.SnapshotAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kept", true, null)]
    [InlineData("ignored", false, null)]
    [InlineData("refused", false, "Unknown parameter: SettingOfTomorrow")]
    public async Task A_setting_that_is_not_in_the_model_is_kept_ignored_or_refused(string behavior, bool isKept, string? message)
    {
        using var pool = await TestPool.SeededAsync($$"""{ "behavior": { "unknownClientSettings": "{{behavior}}" }, "appClients": [ { "clientId": "abc", "configuration": { "ClientName": "x", "SettingOfTomorrow": 1 } } ] }""");
        var answer = await pool.CallAsync("UpdateUserPoolClient", new { UserPoolId = pool.Id, ClientId = "abc", CallbackURLs = s_urls, SettingOfTomorrow = 2, CreationDate = 3 });
        Assert.Equal(message, answer.Message);
        var client = await DescribeAsync(pool, "abc");
        Assert.Equal(isKept ? "2" : message is null ? null : "1", client.TryGetProperty("SettingOfTomorrow", out var setting) ? setting.GetRawText() : null);
        Assert.Equal(message is null, client.TryGetProperty("CallbackURLs", out _));
    }

    [Fact]
    public async Task An_app_client_can_only_have_providers_from_its_pool()
    {
        using var pool = TestPool.Generated(0);
        string[] providers = ["COGNITO", "Gone"];
        const string Message = "The provider Gone does not exist for User Pool us-east-1_LocalPool.";
        (await pool.CallAsync("CreateUserPoolClient", new { UserPoolId = pool.Id, ClientName = "x", SupportedIdentityProviders = providers })).Is("InvalidParameterException", Message);
        var client = await CreateAsync(pool, """{ "ClientName": "x", "RefreshTokenValidity": 7 }""");
        (await pool.CallAsync("UpdateUserPoolClient", new { UserPoolId = pool.Id, ClientId = client.Text("ClientId"), SupportedIdentityProviders = providers })).Is("InvalidParameterException", Message);
        Assert.Equal(client.GetRawText(), (await DescribeAsync(pool, client.Text("ClientId"))).GetRawText());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deleting_a_provider_that_an_app_client_uses_may_or_may_not_succeed(bool succeeds)
    {
        using var pool = await TestPool.SeededAsync($$"""
            {
              "behavior": { "deleteProviderOfClient": {{(succeeds ? "true" : "false")}} },
              "identityProviders": [ { "name": "Okta", "type": "SAML" } ],
              "appClients": [ { "clientId": "abc", "configuration": { "ClientName": "web", "SupportedIdentityProviders": ["Okta"] } } ]
            }
            """);
        var answer = await pool.CallAsync("DeleteIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "Okta" });
        Assert.Equal(succeeds ? null : "Identity provider Okta is in use by app client web.", answer.Message);
        Assert.Equal("Okta", (await DescribeAsync(pool, "abc")).GetProperty("SupportedIdentityProviders")[0].GetString());
    }

    [Fact]
    public async Task App_clients_can_be_listed_in_pages_and_deleted()
    {
        using var pool = TestPool.Generated(0);
        var first = (await pool.CallAsync("ListUserPoolClients", new { UserPoolId = pool.Id, MaxResults = 2 })).Ok();
        var second = (await pool.CallAsync("ListUserPoolClients", new { UserPoolId = pool.Id, MaxResults = 2, NextToken = first.Text("NextToken") })).Ok();
        Assert.Equal(["back office"], second.GetProperty("UserPoolClients").Texts("ClientName"));
        Assert.False(second.TryGetProperty("NextToken", out _));

        var id = first.GetProperty("UserPoolClients")[0].Text("ClientId");
        Assert.Equal("", (await pool.CallAsync("DeleteUserPoolClient", new { UserPoolId = pool.Id, ClientId = id })).Text);
        (await pool.CallAsync("DescribeUserPoolClient", new { UserPoolId = pool.Id, ClientId = id })).Is("ResourceNotFoundException", $"User pool client {id} does not exist.");
        Assert.Equal(["mobile", "back office"], (await ListAsync(pool)).Texts("ClientName"));
    }

    [Theory]
    [InlineData("""{ "clientId": "a b", "configuration": { "ClientName": "x" } }""", "$.pools[0].appClients[0].clientId: 'a b' is not allowed. Member must satisfy regular expression pattern: [\\w+]+")]
    [InlineData("""{ "clientId": "a", "configuration": { } }""", "$.pools[0].appClients[0].configuration: Every app client must have a ClientName.")]
    [InlineData("""{ "clientId": "a", "configuration": { "ClientName": null } }""", "$.pools[0].appClients[0].configuration: Every app client must have a ClientName.")]
    [InlineData("""{ "clientId": "a", "configuration": { "ClientName": "x", "ClientId": "b" } }""", "$.pools[0].appClients[0].configuration.ClientId: This has its own field next to configuration, or cannot be set.")]
    [InlineData("""{ "clientId": "a", "configuration": { "ClientName": "x", "CallbackURLs": "y" } }""", "$.pools[0].appClients[0].configuration: STRING_VALUE can not be converted to a List")]
    public async Task An_invalid_app_client_cannot_be_seeded(string client, string message)
    {
        using var pool = TestPool.Generated(0);
        Assert.Equal(message, (await pool.ControlAsync(HttpMethod.Post, "seed", $$"""{ "pools": [ { "appClients": [ {{client}} ] } ] }""")).Json.Text("error"));
    }

    private static async Task<JsonElement> CreateAsync(TestPool pool, string body) =>
        (await pool.SendAsync("CreateUserPoolClient", body.Insert(body.IndexOf('{', StringComparison.Ordinal) + 1, $""" "UserPoolId": "{pool.Id}", """), new())).Ok().GetProperty("UserPoolClient");

    private static async Task<JsonElement> UpdateAsync(TestPool pool, JsonElement client, string body) =>
        (await pool.SendAsync(
            "UpdateUserPoolClient",
            body.Insert(body.IndexOf('{', StringComparison.Ordinal) + 1, $""" "UserPoolId": "{pool.Id}", "ClientId": "{client.Text("ClientId")}", """),
            new())).Ok().GetProperty("UserPoolClient");

    private static async Task<JsonElement> DescribeAsync(TestPool pool, string id) =>
        (await pool.CallAsync("DescribeUserPoolClient", new { UserPoolId = pool.Id, ClientId = id })).Ok().GetProperty("UserPoolClient");

    private static async Task<JsonElement> ListAsync(TestPool pool) =>
        (await pool.CallAsync("ListUserPoolClients", new { UserPoolId = pool.Id, MaxResults = 60 })).Ok().GetProperty("UserPoolClients");
}
