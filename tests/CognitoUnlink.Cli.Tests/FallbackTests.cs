using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary><c>fallback</c> against a local pool.</summary>
public sealed class FallbackTests : IDisposable
{
    private const string Invited = """{"username":"=invited","status":"FORCE_CHANGE_PASSWORD","attributes":{"email":"a,b@example.com","email_verified":"true"},"identities":[{"providerName":"Okta","value":"1"}]}""";

    private const string Users = $$"""
        {{Invited}},
        {"username":"stuck","status":"FORCE_CHANGE_PASSWORD","attributes":{"email":"s@example.com","email_verified":"false"},"identities":[{"providerName":"Okta","value":"2"}]},
        {"username":"fine","status":"CONFIRMED","attributes":{"phone_number":"+15550001","phone_number_verified":"true"},"identities":[{"providerName":"Okta","value":"3"}]},
        {"username":"both","status":"FORCE_CHANGE_PASSWORD","attributes":{"phone_number":"+15550002","phone_number_verified":"true"},"identities":[{"providerName":"Okta","value":"4"},{"providerName":"Google","value":"4"}]},
        {"username":"Okta_eve","status":"EXTERNAL_PROVIDER","attributes":{"email":"e@example.com","email_verified":"true"},"identities":[{"providerName":"Okta","value":"eve","primary":true,"signedInSubject":"eve"}]}
        """;

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private string Journal => _files.PathOf("okta.jsonl");

    private string Notify => _files.PathOf("notify.csv");

    private ILocalUserPoolServer Start(string users = Users, string pool = "") => new LocalUserPoolFactory().Start(new LocalUserPoolOptions
    {
        SeedPath = _files.Write("seed.json", "{\"version\":1,\"pools\":[{" + pool + "\"identityProviders\":[{\"name\":\"Okta\",\"type\":\"SAML\"},{\"name\":\"Google\",\"type\":\"Google\"}],\"users\":[" + users + "]}]}"),
    });

    private static string[] Sent(ILocalUserPoolServer server) => [.. server.GetRequests().Select(request => request.Operation)];

    private async Task<string> PlanAsync(ILocalUserPoolServer server) =>
        _files.Write("plan.csv", await Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv"));

    private static async Task<JsonElement> RunAsync(ILocalUserPoolServer server, int exitCode, params string[] arguments)
    {
        var run = await Cli.RunAsync(server.UserPool, ["fallback", "--yes", "--output", "json", .. arguments]);
        Assert.True(run.ExitCode == exitCode, run.ToString());
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static string[] Outcomes(JsonElement run) =>
        [.. run.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("username")} {item.GetProperty("outcome")} {item.GetProperty("errorId")}".TrimEnd()).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_user_with_no_other_way_to_sign_in_gets_a_password_and_can_then_be_unlinked()
    {
        using var server = Start();
        var plan = await PlanAsync(server);
        var start = Sent(server).Length;

        var run = await RunAsync(server, 5, "--from", plan, "--journal", Journal, "--notify", Notify);

        Assert.Equal(["=invited PasswordSet", "Okta_eve Skipped FederatedProfile", "both NotNeeded", "fine NotNeeded", "stuck Skipped NoVerifiedAddress"], Outcomes(run));
        Assert.Equal(["AdminGetUser", "AdminSetUserPassword"], Sent(server)[start..].Where(name => name.StartsWith("Admin", StringComparison.Ordinal)));
        var notify = File.ReadAllText(Notify).Split("\r\n");
        Assert.Equal("Username,Sub,Email,PhoneNumber", notify[0]);
        Assert.Matches("^'=invited,[0-9a-f-]{36},\"a,b@example.com\",$", notify[1]);
        Assert.Equal(3, notify.Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Notify));
        }

        var unlink = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--username", "=invited", "--yes", "--journal", Journal);
        Assert.True(unlink.ExitCode == 0, unlink.ToString());
    }

    [Fact]
    public async Task The_journal_records_who_got_a_password_but_not_the_password()
    {
        using var server = Start();
        await RunAsync(server, 0, "--username", "=invited", "--provider", "Okta", "--journal", Journal);

        var lines = File.ReadAllLines(Journal).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["run-started", "password-intent", "password-set", "run-ended"], lines.Select(line => line.GetProperty("event").GetString()).Where(name => name != "run-caller"));
        Assert.Equal(["time", "run", "event", "userPoolId", "username", "sub", "recovery"], lines.Single(line => line.GetProperty("event").GetString() == "password-intent").EnumerateObject().Select(field => field.Name));
        Assert.Equal("fallback", lines[0].GetProperty("settings").GetProperty("task").GetString());
        Assert.Equal(["time", "run", "event", "userPoolId", "username", "sub", "requestId", "attempts", "recovery"], lines.Single(line => line.GetProperty("event").GetString() == "password-set").EnumerateObject().Select(field => field.Name));
        var undo = await Cli.RunAsync(server.UserPool, "relink", "--from", Journal, "--yes");
        Assert.True(undo.ExitCode == 0, undo.ToString());
    }

    [Fact]
    public async Task Removing_several_providers_leaves_fewer_ways_to_sign_in()
    {
        using var server = Start();

        Assert.Equal(["both NotNeeded"], Outcomes(await RunAsync(server, 0, "--username", "both", "--provider", "Okta")));
        Assert.Equal(["both PasswordSet"], Outcomes(await RunAsync(server, 0, "--username", "both", "--provider", "Okta", "--provider", "Google")));
        Assert.Equal(["both NotNeeded"], Outcomes(await RunAsync(server, 0, "--username", "both", "--provider", "*")));
    }

    [Fact]
    public async Task A_rehearsal_changes_nothing_makes_no_billed_reads_and_writes_no_files()
    {
        using var server = Start();
        var plan = await PlanAsync(server);

        var run = await RunAsync(server, 5, "--from", plan, "--what-if", "--journal", Journal, "--notify", Notify);

        Assert.Equal(1, run.GetProperty("wouldSetPassword").GetInt32());
        Assert.DoesNotContain(Sent(server), name => name.StartsWith("Admin", StringComparison.Ordinal));
        Assert.False(File.Exists(Journal) || File.Exists(Notify));
    }

    [Fact]
    public async Task A_password_that_an_interrupted_run_set_is_settled_by_the_same_command()
    {
        using var server = Start();
        var plan = await PlanAsync(server);
        server.AddFault(new LocalUserPoolFault { Operation = "AdminSetUserPassword", Hang = true, WhenDone = true });
        using (var first = Interruption.Start(server.UserPool, "fallback", "--from", plan, "--yes", "--output", "json", "--journal", Journal))
        {
            await first.WaitUntilAsync(() => Sent(server).Contains("AdminSetUserPassword"), TimeSpan.FromSeconds(10));
            await first.InterruptAsync();
        }

        server.ClearFaults();
        server.ClearRequests();
        plan = await PlanAsync(server);

        var rehearsal = await RunAsync(server, 5, "--from", plan, "--what-if", "--journal", Journal);
        Assert.Contains("=invited WouldSetPassword", Outcomes(rehearsal));
        var other = await Cli.RunAsync(server.UserPool, "fallback", "--username", "fine", "--provider", "Okta", "--yes", "--journal", Journal);
        Assert.Contains("'=invited'", other.Error, StringComparison.Ordinal);

        var run = await RunAsync(server, 5, "--from", plan, "--journal", Journal, "--notify", Notify);

        Assert.Contains("=invited PasswordSet", Outcomes(run));
        Assert.Equal(1, run.GetProperty("passwordSet").GetInt32());
        Assert.DoesNotContain("AdminSetUserPassword", Sent(server));
        Assert.Contains("'=invited,", File.ReadAllText(Notify), StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(Journal), line => line.Contains("\"password-set\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pool_where_only_administrators_can_reset_passwords_is_refused()
    {
        using var server = Start(pool: "\"configuration\":{\"AccountRecoverySetting\":{\"RecoveryMechanisms\":[{\"Name\":\"admin_only\",\"Priority\":1}]}},");

        var run = await Cli.RunAsync(server.UserPool, "fallback", "--from", await PlanAsync(server), "--yes");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("RecoveryByAdministratorsOnly: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("AdminSetUserPassword", Sent(server));
    }

    [Fact]
    public async Task The_notify_file_is_never_overwritten()
    {
        using var server = Start();
        _files.Write("notify.csv", "keep");

        var run = await Cli.RunAsync(server.UserPool, "fallback", "--username", "=invited", "--provider", "Okta", "--yes", "--notify", Notify);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("NotifyFileExists: ", run.Error, StringComparison.Ordinal);
        Assert.Equal("keep", File.ReadAllText(Notify));
        Assert.DoesNotContain("AdminSetUserPassword", Sent(server));
    }

    [Fact]
    public async Task Fallback_without_named_users_is_wrong_usage()
    {
        var all = await Cli.RunAsync("fallback", "--user-pool-id", "eu-west-1_AbCdEfGhI", "--provider", "Okta", "--yes");

        Assert.Equal(2, all.ExitCode);
        Assert.Contains("Name the users", all.Error, StringComparison.Ordinal);
    }
}
