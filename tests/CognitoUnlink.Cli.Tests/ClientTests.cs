using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Aws;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary><c>close</c> and <c>reopen</c> against a local pool with app clients.</summary>
public sealed class ClientTests : IDisposable
{
    private const string Secret = "canarySecretOfTheAppClient0123456789";

    private const string TwentySettings = """
        {
          "ClientName": "web", "RefreshTokenValidity": 7, "AccessTokenValidity": 15, "IdTokenValidity": 20,
          "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days" },
          "ReadAttributes": [ "email", "name" ], "WriteAttributes": [ "name" ], "ExplicitAuthFlows": [ "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH" ],
          "SupportedIdentityProviders": [ "COGNITO", "Okta", "Google" ],
          "CallbackURLs": [ "https://www.example.com/in" ], "LogoutURLs": [ "https://www.example.com/out" ], "DefaultRedirectURI": "https://www.example.com/in",
          "AllowedOAuthFlows": [ "code" ], "AllowedOAuthScopes": [ "openid", "email" ], "AllowedOAuthFlowsUserPoolClient": true,
          "AnalyticsConfiguration": { "ApplicationId": "0123456789abcdef0123456789abcdef", "RoleArn": "arn:aws:iam::123456789012:role/a", "ExternalId": "x", "UserDataShared": false },
          "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": false, "EnablePropagateAdditionalUserContextData": true, "AuthSessionValidity": 5,
          "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 30 },
          "SettingOfTomorrow": { "Deep": [ 1.50, "é", null ] }
        }
        """;

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private string Journal => _files.PathOf("clients.jsonl");

    private ILocalUserPoolServer Start(string unknown = "kept") => new LocalUserPoolFactory().Start(new LocalUserPoolOptions
    {
        SeedPath = _files.Write("seed.json", $$$"""
            {"version":1,"pools":[{"behavior":{"unknownClientSettings":"{{{unknown}}}"},
              "identityProviders":[{"name":"Okta","type":"SAML"},{"name":"Google","type":"Google"}],
              "appClients":[
                {"clientId":"1web","clientSecret":"{{{Secret}}}","createdAt":"2026-01-01T00:00:00Z","configuration":{{{TwentySettings}}}},
                {"clientId":"2mobile","createdAt":"2026-01-01T00:00:00Z","configuration":{"ClientName":"mobile","SupportedIdentityProviders":["COGNITO"]}},
                {"clientId":"3office","createdAt":"2026-01-01T00:00:00Z","configuration":{"ClientName":"office","SupportedIdentityProviders":["Okta"]}}],
              "users":[]}]}
            """),
    });

    private static async Task<JsonObject> ClientAsync(ILocalUserPoolServer server, string id)
    {
        using var http = new HttpClient();
        var snapshot = await http.GetFromJsonAsync<JsonObject>(new Uri(new Uri(server.UserPool.EndpointUrl), "_local/snapshot"), TestContext.Current.CancellationToken);
        var client = snapshot!["pools"]![0]!["appClients"]!.AsArray().Single(one => (string?)one!["clientId"] == id)!.AsObject();
        client.Remove("updatedAt");
        return client.DeepClone().AsObject();
    }

    private static string[] Sent(ILocalUserPoolServer server) => [.. server.GetRequests().Select(request => request.Operation)];

    private async Task<(ToolResult Tool, JsonElement Json)> RunAsync(ILocalUserPoolServer server, int exitCode, string command, params string[] arguments)
    {
        var run = await Cli.RunAsync(server.UserPool, [command, "--provider", "Okta", "--output", "json", "--yes", "--verbose", .. arguments]);
        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.DoesNotContain(Secret, run.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Journal) && File.ReadAllText(Journal).Contains(Secret, StringComparison.Ordinal));
        return (run, run.Output.Length > 0 ? JsonDocument.Parse(run.Output).RootElement : default);
    }

    private static string[] Outcomes(JsonElement run) =>
        [.. run.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("clientName")} {item.GetProperty("outcome")}")];

    [Fact]
    public async Task A_closed_and_reopened_client_is_unchanged_and_its_secret_never_appears()
    {
        using var server = Start();
        var before = await ClientAsync(server, "1web");

        var (_, closed) = await RunAsync(server, 5, "close", "--journal", Journal);
        Assert.Equal(["web Closed", "office Skipped"], Outcomes(closed));
        Assert.Equal("LastProvider", closed.GetProperty("items")[1].GetProperty("errorId").GetString());
        var between = await ClientAsync(server, "1web");
        Assert.Equal("""["COGNITO","Google"]""", between["configuration"]!["SupportedIdentityProviders"]!.ToJsonString());
        between["configuration"]!["SupportedIdentityProviders"] = before["configuration"]!["SupportedIdentityProviders"]!.DeepClone();
        Assert.Equal(before.ToJsonString(), between.ToJsonString());

        var (_, reopened) = await RunAsync(server, 0, "reopen", "--journal", Journal);
        Assert.Equal(["web Reopened"], Outcomes(reopened));
        Assert.Equal(before.ToJsonString(), (await ClientAsync(server, "1web")).ToJsonString());

        var (_, again) = await RunAsync(server, 0, "reopen", "--journal", Journal);
        Assert.Empty(Outcomes(again));
    }

    [Fact]
    public async Task Reopen_warns_if_the_journal_is_about_another_provider_or_pool_only()
    {
        using var server = Start();
        await RunAsync(server, 5, "close", "--journal", Journal);

        var other = await Cli.RunAsync(server.UserPool, "reopen", "--provider", "Google", "--journal", Journal, "--yes", "--what-if");
        var named = await Cli.RunAsync(server.UserPool, "reopen", "--provider", "Google", "--client", "1web", "--journal", Journal, "--yes", "--what-if");
        var (own, _) = await RunAsync(server, 0, "reopen", "--journal", Journal);
        var (again, _) = await RunAsync(server, 0, "reopen", "--journal", Journal);

        var pool = server.UserPool.UserPoolId;
        Assert.Equal(0, other.ExitCode);
        Assert.Contains($"contains no app clients that were closed to provider Google in user pool {pool}, only app clients closed to provider Okta in user pool {pool}.", other.Error, StringComparison.Ordinal);
        Assert.All([named, own, again], run => Assert.DoesNotContain("contains no app clients", run.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reopen_keeps_changes_made_since_the_close()
    {
        using var server = Start();
        await RunAsync(server, 0, "close", "--client", "1web");
        var settings = (await ClientAsync(server, "1web"))["configuration"]!.AsObject();
        settings["CallbackURLs"] = new JsonArray("https://www.example.com/edited");
        settings["AccessTokenValidity"] = 30;
        var pool = server.UserPool;
        using var gateway = new CognitoGatewayFactory().Create(new GatewayOptions { AccessKey = pool.AccessKey, SecretKey = pool.SecretKey, Region = pool.Region, EndpointUrl = pool.EndpointUrl });
        await gateway.UpdateUserPoolClientAsync(pool.UserPoolId, "1web", JsonSerializer.SerializeToElement(settings), TestContext.Current.CancellationToken);

        await RunAsync(server, 0, "reopen", "--client", "1web");

        var after = (await ClientAsync(server, "1web"))["configuration"]!.AsObject();
        Assert.Equal("""["COGNITO","Google","Okta"]""", after["SupportedIdentityProviders"]!.ToJsonString());
        Assert.Equal(("""["https://www.example.com/edited"]""", 30, 7), (after["CallbackURLs"]!.ToJsonString(), (int)after["AccessTokenValidity"]!, (int)after["RefreshTokenValidity"]!));
    }

    [Fact]
    public async Task Each_update_follows_a_read_of_the_client_and_a_rehearsal_sends_no_update()
    {
        using var server = Start();

        var (_, rehearsed) = await RunAsync(server, 5, "close", "--what-if");
        Assert.Equal(["web WouldClose", "office Skipped"], Outcomes(rehearsed));
        Assert.Equal(("COGNITO, Okta, Google", "COGNITO, Google"), (rehearsed.GetProperty("items")[0].GetProperty("providersBefore").GetString(), rehearsed.GetProperty("items")[0].GetProperty("providersAfter").GetString()));
        Assert.DoesNotContain("UpdateUserPoolClient", Sent(server));

        var start = Sent(server).Length;
        await RunAsync(server, 0, "close", "--client", "1web");
        Assert.Equal(["DescribeUserPoolClient", "DescribeUserPoolClient", "UpdateUserPoolClient", "DescribeUserPoolClient"], Sent(server)[start..]);
    }

    [Fact]
    public async Task A_setting_that_the_service_refuses_is_named_and_nothing_is_changed()
    {
        using var server = Start("refused");
        var before = await ClientAsync(server, "1web");

        var (tool, run) = await RunAsync(server, 1, "close", "--client", "1web", "--journal", Journal);

        Assert.Equal("ClientSettingRefused", run.GetProperty("items")[0].GetProperty("errorId").GetString());
        Assert.Contains("SettingOfTomorrow", tool.Error, StringComparison.Ordinal);
        Assert.Equal(before.ToJsonString(), (await ClientAsync(server, "1web")).ToJsonString());
        Assert.Contains("\"client-failed\"", File.ReadAllText(Journal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_the_service_did_not_keep_is_named()
    {
        using var server = Start("ignored");

        var (tool, run) = await RunAsync(server, 1, "close", "--client", "1web");

        Assert.Equal("ClientSettingsDiffer", run.GetProperty("items")[0].GetProperty("errorId").GetString());
        Assert.Contains("other settings now differ from what was sent: SettingOfTomorrow.", tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_providers_unknown_clients_and_a_reopen_without_named_clients_are_refused()
    {
        using var server = Start();

        var unknown = await Cli.RunAsync(server.UserPool, "close", "--provider", "okta", "--client", "1web", "--yes");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("ProviderNotFound: ", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.RunAsync(server.UserPool, "close", "--provider", "COGNITO", "--yes")).ExitCode);
        var reopen = await Cli.RunAsync(server.UserPool, "reopen", "--provider", "Okta", "--yes");
        Assert.Equal(2, reopen.ExitCode);
        Assert.Contains("Name the app clients", reopen.Error, StringComparison.Ordinal);
        var missing = await Cli.RunAsync(server.UserPool, "reopen", "--provider", "Okta", "--client", "nobody", "--yes");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("ResourceNotFound: ", missing.Error, StringComparison.Ordinal);
        var noJournal = await Cli.RunAsync(server.UserPool, "reopen", "--provider", "Okta", "--journal", Journal, "--yes");
        Assert.Equal(3, noJournal.ExitCode);
        Assert.False(File.Exists(Journal));
        Assert.DoesNotContain("UpdateUserPoolClient", Sent(server));
    }

    [Fact]
    public async Task The_journal_holds_the_providers_before_the_change_and_relink_and_report_accept_it()
    {
        using var server = Start();
        await RunAsync(server, 5, "close", "--journal", Journal);

        var lines = File.ReadAllLines(Journal).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["run-started", "client-intent", "client-closed", "run-ended"], lines.Select(line => line.GetProperty("event").GetString()).Where(name => name != "run-caller"));
        var intent = lines.Single(line => line.GetProperty("event").GetString() == "client-intent");
        Assert.Equal(("1web", "web", "Okta", """["COGNITO","Okta","Google"]"""), (intent.GetProperty("clientId").GetString(), intent.GetProperty("clientName").GetString(), intent.GetProperty("providerName").GetString(), intent.GetProperty("providersBefore").GetString()));
        var undo = await Cli.RunAsync(server.UserPool, "relink", "--from", Journal, "--yes", "--output", "json");
        Assert.True(undo.ExitCode == 0, undo.ToString());
        var report = await Cli.RunAsync("report", Journal, "--out", _files.PathOf("r.html"));
        Assert.True(report.ExitCode == 0, report.ToString());
    }
}
