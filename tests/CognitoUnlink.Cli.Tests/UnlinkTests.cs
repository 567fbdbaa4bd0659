using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Tests;

public class UnlinkTests
{
    private static readonly string[] s_refusals = ["WouldLockOut", "OwnIdentity", "NoRecovery"];

    private static ILocalUserPoolServer StartPool(int users = 60) => new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = users });

    private static IEnumerable<string> Sent(ILocalUserPoolServer server) =>
        server.GetRequests().Where(request => request.Operation == "AdminDisableProviderForUser").Select(request => request.ProviderAttributeValue!);

    [Fact]
    public async Task The_counts_add_up_to_what_list_showed_and_each_refusal_has_a_reason()
    {
        var listed = await Cli.RunAsync("list", "--local", "--provider", "Okta", "--output", "json");
        var identities = JsonDocument.Parse(listed.Output).RootElement.GetProperty("items").GetArrayLength();

        var run = await Cli.RunAsync("unlink", "--local", "--provider", "Okta", "--yes", "--output", "json");

        Assert.Equal((0, 5), (listed.ExitCode, run.ExitCode));
        var result = JsonDocument.Parse(run.Output).RootElement;
        int Count(string name) => result.GetProperty(name).GetInt32();
        Assert.True(Count("unlinked") > 50 && Count("skipped") > 5);
        Assert.Equal((0, 0), (Count("failed"), Count("alreadyUnlinked")));
        Assert.Equal(identities, Count("unlinked") + Count("skipped"));
        var items = result.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(identities, items.Count);
        Assert.All(items.Where(item => item.GetProperty("outcome").GetString() == "Skipped"), item =>
        {
            Assert.Contains(item.GetProperty("errorId").GetString(), s_refusals);
            Assert.Contains(item.GetProperty("username").GetString()!, item.GetProperty("reason").GetString(), StringComparison.Ordinal);
        });
        Assert.Equal(0, result.GetProperty("throttled").GetInt32());
        Assert.True(Count("requests") > identities);
    }

    [Fact]
    public async Task The_table_shows_refusals_and_stderr_says_why()
    {
        var run = await Cli.RunAsync("unlink", "--local", "--provider", "Okta", "--yes");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("OUTCOME", run.Output, StringComparison.Ordinal);
        Assert.Contains("Skipped", run.Output, StringComparison.Ordinal);
        Assert.Contains("WouldLockOut: Not unlinked: Okta", run.Error, StringComparison.Ordinal);
        Assert.Contains("--allow-lockout", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"\d+ unlinked, 0 already unlinked, \d+ skipped \(\d+ \w+, \d+ \w+, \d+ \w+\), 0 failed; \d+ requests", run.Error);
    }

    [Theory]
    [InlineData("table", 3, "--what-if")]
    [InlineData("table", 3, "--yes")]
    [InlineData("csv", null, "--what-if")]
    public async Task With_table_output_all_refusals_are_counted_but_only_some_are_shown(string form, int? shown, string option)
    {
        using var files = new RowFolder();
        var users = string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""{"username":"u{{i}}","status":"FORCE_CHANGE_PASSWORD","identities":[{"providerName":"Google","value":"{{i}}"}]}"""));
        using var server = files.Start(users);

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--all-providers", option, "--output", form, "--journal", files.PathOf("run.jsonl"));

        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(shown ?? 30, lines.Count(line => line.StartsWith("cognito-unlink: WouldLockOut: ", StringComparison.Ordinal)));
        Assert.Equal(
            shown is null ? [] : ["cognito-unlink: Warning: More WouldLockOut refusals are counted but not shown. --output csv and --output json show each one with its reason."],
            lines.Where(line => line.Contains("Warning", StringComparison.Ordinal)));
        Assert.Contains(" 30 skipped (30 WouldLockOut), 0 failed", lines[^1], StringComparison.Ordinal);
        Assert.Equal(30, Regex.Count(run.Output, "Skipped"));
        Assert.Equal(form == "csv" ? 30 : 0, Regex.Count(run.Output, "WouldLockOut"));
    }

    [Theory]
    [InlineData("User 'alice' has no Okta or Goo* identity; nothing to unlink.", "--provider", "Okta", "--provider", "Goo*")]
    [InlineData("User 'alice' has no Okta identity; nothing to unlink.", "--provider", "Okta", "--what-if")]
    [InlineData("User 'alice' has no external identity; nothing to unlink.", "--all-providers")]
    public async Task A_named_user_with_nothing_to_unlink_causes_a_warning(string says, params string[] arguments)
    {
        using var files = new RowFolder();
        using var server = files.Start("""{"username":"alice","status":"CONFIRMED"},{"username":"bob","status":"CONFIRMED"}""");

        var run = await Cli.RunAsync(server.UserPool, ["unlink", "--username", "alice", "--yes", .. arguments]);
        var all = await Cli.RunAsync(server.UserPool, ["unlink", "--yes", .. arguments]);

        Assert.Equal((0, 0), (run.ExitCode, all.ExitCode));
        Assert.StartsWith($"cognito-unlink: Warning: {says}\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", all.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_provider_causes_no_further_warning()
    {
        using var files = new RowFolder();
        using var server = files.Start("""{"username":"alice","status":"CONFIRMED"}""");

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--username", "alice", "--provider", "Octa", "--yes");

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("Warning", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--what-if", "; 3 requests in ")]
    [InlineData("--yes", " user reads) in ")]
    public async Task The_last_line_counts_requests_and_in_a_real_run_user_reads(string option, string words)
    {
        var run = await Cli.RunAsync("unlink", "--local", "--users", "20", "--provider", "Okta", option);

        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parallel_run_unlinks_the_same_identities()
    {
        using var one = StartPool(1000);
        using var other = StartPool(1000);

        var plain = await Cli.RunAsync(one.UserPool, "unlink", "--all-providers", "--yes");
        var parallel = await Cli.RunAsync(other.UserPool, "unlink", "--all-providers", "--yes", "--parallel");

        Assert.Equal((5, 5), (plain.ExitCode, parallel.ExitCode));
        Assert.Equal(Sent(one).Order(StringComparer.Ordinal), Sent(other).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_if_changes_nothing_and_predicts_the_run()
    {
        using var server = StartPool();

        var rehearsal = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--what-if", "--output", "json");
        Assert.Empty(Sent(server));
        var run = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--yes", "--output", "json");
        var again = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--yes", "--output", "json");

        Assert.Equal([5, 5, 5], [rehearsal.ExitCode, run.ExitCode, again.ExitCode]);
        JsonElement Of(string name, string output) => JsonDocument.Parse(output).RootElement.GetProperty(name);
        Assert.Equal(0, Of("unlinked", rehearsal.Output).GetInt32());
        Assert.Equal(Of("unlinked", run.Output).GetInt32(), Of("wouldUnlink", rehearsal.Output).GetInt32());
        Assert.Equal(Of("skipped", run.Output).GetInt32(), Of("skipped", rehearsal.Output).GetInt32());
        Assert.Equal(0, Of("unlinked", again.Output).GetInt32());
    }

    [Fact]
    public async Task A_single_user_can_be_named_verified_and_signed_out()
    {
        using var server = StartPool();
        var listed = await Cli.RunAsync(server.UserPool, "list", "--provider", "Google", "--output", "json");
        var user = JsonDocument.Parse(listed.Output).RootElement.GetProperty("items").EnumerateArray().First(item => item.GetProperty("userStatus").GetString() == "CONFIRMED");
        var name = user.GetProperty("username").GetString()!;

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Google", "--username", name, "--yes", "--verify", "--sign-out", "--output", "json");

        var item = Assert.Single(JsonDocument.Parse(run.Output).RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal((name, true, true), (item.GetProperty("username").GetString(), item.GetProperty("verified").GetBoolean(), item.GetProperty("signedOut").GetBoolean()));
        Assert.Equal([user.GetProperty("subject").GetString()], Sent(server));
    }

    [Fact]
    public async Task A_user_who_is_unlinked_but_not_signed_out_makes_the_exit_code_1()
    {
        using var server = StartPool();
        server.AddFault(new LocalUserPoolFault { Operation = "AdminUserGlobalSignOut", ErrorCode = "NotAuthorizedException" });

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Google", "--yes", "--sign-out", "--output", "json");

        var output = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((1, 0), (run.ExitCode, output.GetProperty("failed").GetInt32()));
        Assert.Equal(output.GetProperty("unlinked").GetInt32(), output.GetProperty("changedWithError").GetInt32());
        Assert.Contains("unlinked (" + output.GetProperty("unlinked") + " SignOutFailed), ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--what-if", "+15550000000")]
    [InlineData("--yes", "+15550000000")]
    [InlineData("--what-if", "amy@example.com")]
    [InlineData("--yes", "amy@example.com")]
    public async Task A_user_is_not_found_by_what_is_no_name_in_the_pool(string option, string name)
    {
        using var files = new RowFolder();
        using var server = files.Start("""{"username":"amy","status":"CONFIRMED","attributes":{"email":"amy@example.com","email_verified":"false"},"identities":[{"providerName":"Okta","value":"1"}]}""");

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--username", name, "--provider", "Okta", option);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("UserNotFound", run.Error, StringComparison.Ordinal);
        Assert.Equal(option == "--what-if", run.Error.Contains("User 'amy' has it as their ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_who_does_not_exist_does_not_stop_the_others()
    {
        using var server = StartPool();
        var listed = await Cli.RunAsync(server.UserPool, "list", "--provider", "Google", "--output", "json");
        var name = JsonDocument.Parse(listed.Output).RootElement.GetProperty("items").EnumerateArray()
            .First(item => item.GetProperty("userStatus").GetString() == "CONFIRMED").GetProperty("username").GetString()!;

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Google", "--username", "nobody", "--username", name, "--yes", "--output", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["Failed", "Unlinked"], JsonDocument.Parse(run.Output).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("outcome").GetString()));
        Assert.Contains("UserNotFound: There is no user 'nobody' in user pool", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_cannot_be_unlinked_does_not_stop_the_others()
    {
        var seed = Path.GetTempFileName();
        var users = RowFolder.WithRecovery("""
            {"username":"odd","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"odd","attributeName":"custom_claim"}]},
            {"username":"even","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"even"}]}
            """);
        await File.WriteAllTextAsync(seed, $$"""{"version":1,"pools":[{"identityProviders":[{"name":"Okta","type":"SAML"}],"users":[{{users}}]}]}""");
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { SeedPath = seed });
        File.Delete(seed);

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--all-providers", "--yes", "--output", "csv");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("IdentityNotLinked", run.Error, StringComparison.Ordinal);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("UserPoolId,Username,Sub,ProviderName,", lines[0], StringComparison.Ordinal);
        Assert.Matches(",odd,[^,]+,Okta,", lines[1]);
        Assert.Contains("Failed", lines[1], StringComparison.Ordinal);
        Assert.Contains("Unlinked", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_each_request_on_stderr_but_no_secret_and_no_signature()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 60, SkipSignatureCheck = true });
        server.AddFault(new LocalUserPoolFault { Operation = "AdminDisableProviderForUser", ErrorCode = "TooManyRequestsException", Nth = 2 });
        var pool = server.UserPool;

        var run = await Cli.RunWithAsync(
            new() { ["AWS_ACCESS_KEY_ID"] = "AKIAVERBOSE", ["AWS_SECRET_ACCESS_KEY"] = "canary-secret", ["AWS_SESSION_TOKEN"] = "canary-token", ["AWS_REGION"] = pool.Region },
            "unlink", "--provider", "Google", "--yes", "--verbose", "--output", "json", "--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl, "--requests-per-second", "10000");

        var lines = run.Error.Split('\n');
        var requests = lines.Where(line => line.Contains(", request id ", StringComparison.Ordinal) && line.Contains(", region us-east-1, ", StringComparison.Ordinal)).ToList();
        Assert.All(server.GetRequests(), request => Assert.Single(requests, line => line.Contains(request.RequestId!, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("cognito-unlink: Credentials come from the environment variables. Region us-east-1 (AWS_REGION)", StringComparison.Ordinal));
        Assert.Single(lines, "cognito-unlink: Pace: 10000 UserUpdate requests per second, as specified; the default account quota is 25.");
        Assert.Contains(lines, line => line.Contains("attempt 1 was throttled", StringComparison.Ordinal));
        Assert.NotEqual(JsonValueKind.Undefined, JsonDocument.Parse(run.Output).RootElement.ValueKind);
        Assert.All(server.GetRequests(), request => Assert.Equal("AKIAVERBOSE", request.AccessKey));
        Assert.All(
            (string[])["canary-secret", "canary-token", "Authorization", "Signature", "Security-Token"],
            secret => Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.OrdinalIgnoreCase));
    }
}
