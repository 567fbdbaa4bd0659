using System.Text.Json;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public class ExitCodeTests
{
    [Theory]
    [InlineData("--user-pool-id", "list")]
    [InlineData("not both", "list", "--local", "--user-pool-id", "eu-west-1_abc")]
    [InlineData("--provider", "unlink", "--local", "--yes")]
    [InlineData("not both", "unlink", "--local", "--yes", "--provider", "Okta", "--all-providers")]
    [InlineData("--yes", "unlink", "--local", "--provider", "Okta")]
    [InlineData("--frobnicate", "list", "--local", "--frobnicate")]
    [InlineData("--user-pool-id", "list", "--user-pool-id")]
    [InlineData("--provider", "unlink", "--local", "--yes", "--provider")]
    [InlineData("--username is empty", "list", "--local", "--username", "")]
    [InlineData("--endpoint-url is empty", "list", "--user-pool-id", "eu-west-1_abc", "--endpoint-url", "")]
    [InlineData("--endpoint-url", "list", "--user-pool-id", "eu-west-1_abc", "--endpoint-url=")]
    [InlineData("--profile is empty", "unlink", "--user-pool-id", "eu-west-1_abc", "--provider", "Okta", "--profile", " ", "--yes")]
    [InlineData("--region is empty", "list", "--user-pool-id", "eu-west-1_abc", "--region", "")]
    [InlineData("--user-pool-id is empty", "list", "--user-pool-id", "")]
    [InlineData("--provider is empty", "unlink", "--local", "--provider", "", "--yes")]
    [InlineData("--journal is empty", "unlink", "--local", "--provider", "Okta", "--journal", "", "--yes")]
    [InlineData("--column is empty", "unlink", "--local", "--from", "rows.csv", "--column", "", "--yes")]
    [InlineData("--out is empty", "report", "run.jsonl", "--out", "")]
    [InlineData("journal is empty", "report", "", "--out", "run.html")]
    [InlineData("--users is empty", "list", "--local", "--users", "")]
    [InlineData("--output", "list", "--local", "--output", "")]
    [InlineData("--seed-file is empty", "serve", "--seed-file", "")]
    [InlineData("--parallel", "list", "--local", "--parallel", "--username", "alice")]
    [InlineData("--parallel", "unlink", "--local", "--all-providers", "--yes", "--parallel", "--username", "alice")]
    [InlineData("--users", "list", "--local", "--users", "-5")]
    [InlineData("--port", "serve", "--port", "99999")]
    [InlineData("Ok[", "list", "--local", "--provider", "Ok[")]
    [InlineData("--profile", "list", "--local", "--profile", "nobody")]
    [InlineData("--from", "relink", "--yes")]
    [InlineData("--local", "relink", "--local", "--from", "run.jsonl", "--yes")]
    [InlineData("--yes", "relink", "--from", "-")]
    [InlineData("once", "unlink", "--from", "-", "--from", "-", "--yes")]
    [InlineData("not both", "unlink", "--from", "rows.csv", "--provider", "Okta", "--all-providers", "--yes")]
    [InlineData("--from", "unlink", "--from", "", "--yes")]
    [InlineData("cannot be combined with --from", "unlink", "--local", "--from", "rows.csv", "--parallel", "--yes")]
    [InlineData("yaml", "list", "--local", "--output", "yaml")]
    public async Task Wrong_usage_gives_exit_code_2_and_says_what_is_wrong(string says, params string[] arguments)
    {
        var run = await Cli.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output.Trim());
    }

    [Theory]
    [InlineData("--journal", "unlink", "--local", "--users", "20", "--all-providers", "--yes", "--journal", "--what-if")]
    [InlineData("--provider", "unlink", "--local", "--yes", "--provider", "--what-if")]
    [InlineData("--username", "unlink", "--local", "--yes", "--all-providers", "--username", "--what-if")]
    [InlineData("--from", "relink", "--yes", "--from", "--what-if")]
    [InlineData("--profile", "list", "--user-pool-id", "eu-west-1_abc", "--profile", "--verbose")]
    [InlineData("--user-pool-id", "list", "--user-pool-id", "--verbose")]
    [InlineData("--title", "report", "run.jsonl", "--out", "report.html", "--title", "--no-clobber")]
    [InlineData("--seed-file", "serve", "--seed-file", "--skip-signature-check")]
    [InlineData("--color", "--color", "--verbose", "list", "--local")]
    [InlineData("--journal", "unlink", "--local", "--all-providers", "--yes", "--journal", "--")]
    [InlineData("-o", "unlink", "--local", "--all-providers", "-y", "-o", "-v")]
    [InlineData("--journal", "unlink", "--local", "--all-providers", "--journal", "-y")]
    public async Task An_option_where_a_value_belongs_is_refused(string wants, params string[] arguments)
    {
        var run = await Cli.RunAsync(arguments);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains($"Error: {wants} needs a value", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_may_start_with_dashes_after_an_equals_sign_or_with_one_dash_if_it_is_not_an_option()
    {
        using var files = new RowFolder();
        var path = files.PathOf("--odd");

        var run = await Tool.RunAsync(
            "sh",
            ["-c", $"cd '{Path.GetDirectoryName(path)}' && {Cli.ShellCommand} unlink --local --users 20 --seed -3 --all-providers --yes --journal=--odd; {Cli.ShellCommand} list --local --users 20 --provider -x"],
            CleanEnvironment.Variables);

        Assert.True(File.Exists(path), run.ToString());
        Assert.Contains("'-x'", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
    }

    [Theory]
    [InlineData("CredentialsNotFound", "list", "--user-pool-id", "eu-west-1_abc", "--region", "eu-west-1")]
    [InlineData("ProfileNotFound", "list", "--user-pool-id", "eu-west-1_abc", "--profile", "nobody")]
    [InlineData("InvalidUserPoolId", "list", "--user-pool-id", "abc")]
    [InlineData("InvalidUserPoolId", "relink", "--from", "run.jsonl", "--user-pool-id", "abc", "--yes")]
    [InlineData("FileNotReadable", "unlink", "--from", "no-such-file.csv", "--local", "--yes")]
    [InlineData("RegionMismatch", "list", "--user-pool-id", "eu-west-1_abc", "--region", "us-east-1")]
    [InlineData("RegionNotFound", "list", "--user-pool-id", "local_abc", "--region", "us-esat-1")]
    public async Task A_run_that_cannot_start_gives_exit_code_3_and_an_error_id(string id, params string[] arguments)
    {
        var run = await Cli.RunAsync(arguments);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"cognito-unlink: {id}: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_a_run_does_not_wait_for_an_MFA_code()
    {
        var config = Path.GetTempFileName();
        await File.WriteAllTextAsync(config, """
            [profile base]
            aws_access_key_id = AKIABASE
            aws_secret_access_key = canary
            [profile mfa]
            role_arn = arn:aws:iam::1:role/r
            source_profile = base
            mfa_serial = arn:aws:iam::1:mfa/ann
            """);
        try
        {
            var run = await Cli.RunWithConfigAsync(config, "list", "--user-pool-id", "eu-west-1_abc", "--profile", "mfa");

            Assert.Equal(3, run.ExitCode);
            Assert.StartsWith("cognito-unlink: LoginRequired: The profile 'mfa' needs a code from the MFA device", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(config);
        }
    }

    [Fact]
    public async Task A_user_pool_that_does_not_exist_gives_exit_code_3()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions());

        var run = await Cli.RunAsync(server.UserPool with { UserPoolId = "us-east-1_Other" }, "unlink", "--all-providers", "--yes");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("us-east-1_Other does not exist", run.Error, StringComparison.Ordinal);
        Assert.Contains("list-user-pools", run.Error, StringComparison.Ordinal);
        Assert.Contains("Without an AWS account: cognito-unlink unlink --local", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_item_does_not_show_how_to_continue_without_an_account()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 40 });
        server.AddFault(new LocalUserPoolFault { Operation = "AdminDisableProviderForUser", ErrorCode = "ResourceNotFoundException" });

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--all-providers", "--yes");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cognito-unlink: ResourceNotFound: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Without an AWS account", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER")]
    public async Task An_unreachable_endpoint_is_reported_with_the_variable_that_set_it(string variable)
    {
        // The discard port, where nothing listens.
        var run = await Cli.RunWithAsync(
            new() { [variable] = "http://127.0.0.1:9", ["AWS_ACCESS_KEY_ID"] = "local", ["AWS_SECRET_ACCESS_KEY"] = "local" },
            "list", "--user-pool-id", "eu-west-1_abc", "--username", "alice");

        Assert.Contains("cognito-unlink: ConnectionFailed: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"The address http://127.0.0.1:9/ comes from {variable}.", run.Error, StringComparison.Ordinal);
    }

    // Scripts rely on this: unlink && delete-identity-provider must not continue after refusals or a limit.
    [Theory]
    [InlineData(0, "--provider", "Okta", "--username", "alice")]
    [InlineData(5, "--all-providers")]
    [InlineData(5, "--all-providers", "--what-if")]
    [InlineData(4, "--all-providers", "--maximum-change", "1")]
    [InlineData(4, "--all-providers", "--stop-after", "1s", "--requests-per-second", "0.5")]
    [InlineData(5, "--all-providers", "--stop-after", "10m")]
    [InlineData(2, "--all-providers", "--stop-after", "25")]
    [InlineData(1, "--from", "others.csv", "--all-providers")]
    [InlineData(4, "--from", "others.csv", "--all-providers", "--maximum-change", "0")]
    [InlineData(2, "--provider", "Octa")]
    public async Task The_exit_code_says_whether_everything_was_done(int exitCode, params string[] arguments)
    {
        using var files = new RowFolder();
        using var server = files.Start("""
            {"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"1"},{"providerName":"Google","value":"2"}]},
            {"username":"bob","status":"FORCE_CHANGE_PASSWORD","identities":[{"providerName":"Okta","value":"3"}]}
            """);
        files.Write("others.csv", "Username,ProviderName,Subject\nalice,Okta,1\nbob,Okta,3\nbob,Okta,4\n");

        var run = await Cli.RunAsync(server.UserPool, ["unlink", "--yes", .. arguments.Select(argument => argument == "others.csv" ? files.PathOf(argument) : argument)]);

        Assert.True(run.ExitCode == exitCode, run.ToString());
    }

    [Fact]
    public async Task Stop_after_also_ends_a_fallback_run()
    {
        using var files = new RowFolder();
        using var server = files.Start(RowFolder.WithRecovery(string.Join(',', Enumerable.Range(0, 4).Select(i =>
            $$"""{"username":"u{{i}}","status":"FORCE_CHANGE_PASSWORD","identities":[{"providerName":"Okta","value":"{{i}}"}]}"""))));
        string[] users = [.. Enumerable.Range(0, 4).SelectMany(i => (string[])["--username", $"u{i}"])];

        var run = await Cli.RunAsync(server.UserPool, ["fallback", "--provider", "Okta", "--yes", "--stop-after", "1s", "--requests-per-second", "0.5", .. users]);

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Contains("StopAfterReached", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undoing_a_run_made_with_local_explains_that_its_pool_has_ended()
    {
        using var files = new RowFolder();
        var journal = files.PathOf("local.jsonl");
        Assert.Equal(5, (await Cli.RunAsync("unlink", "--local", "--users", "20", "--all-providers", "--yes", "--journal", journal)).ExitCode);

        var run = await Cli.RunAsync("relink", "--from", journal, "--yes");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("cognito-unlink: LocalUserPoolStopped: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("A --local pool ends with its run; 'cognito-unlink serve --port 9229' starts one that keeps running.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Without an AWS account", run.Error, StringComparison.Ordinal);
    }

    // As cron and some supervisors start programs.
    [Theory]
    [InlineData("list --local --users 20 >&-", 141)]
    [InlineData("list --local --users 20 2>&- > list.txt", 0)]
    [InlineData("unlink --local --users 20 --all-providers --yes --journal run.jsonl >&-", 1)]
    [InlineData("unlink --local --users 20 --all-providers --yes --journal run.jsonl 2>&- > out.txt", 5)]
    [InlineData("report run.jsonl --out run.html 2>&- >&-", 3)]
    public async Task A_closed_stdout_or_stderr_does_not_crash_the_program(string arguments, int exitCode)
    {
        using var files = new RowFolder();

        var run = await Tool.RunAsync("sh", ["-c", $"cd '{Path.GetDirectoryName(files.PathOf("x"))}' && {Cli.ShellCommand} {arguments}"], CleanEnvironment.Variables);

        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.DoesNotContain("Unhandled", run.Error, StringComparison.Ordinal);
        if (arguments.Contains("--journal", StringComparison.Ordinal))
        {
            Assert.Contains(new JournalReader(files.PathOf("run.jsonl")).Read(), record => record.Event == JournalEvent.Unlinked);
        }
    }

    [Fact]
    public async Task Missing_keys_are_not_reported_as_a_stopped_local_pool()
    {
        var run = await Cli.RunAsync("list", "--user-pool-id", "us-east-1_LocalPool", "--endpoint-url", "http://127.0.0.1:9229");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("cognito-unlink: CredentialsNotFound: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Octa", "Its providers are: ")]
    [InlineData("okta", "Did you mean 'Okta'?")]
    public async Task An_unknown_provider_gives_exit_code_2_and_shows_the_known_ones(string provider, string says)
    {
        var run = await Cli.RunAsync("unlink", "--local", "--users", "20", "--provider", provider, "--yes");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_provider_next_to_a_known_one_gives_exit_code_1_and_the_known_one_is_unlinked()
    {
        var run = await Cli.RunAsync("unlink", "--local", "--provider", "Google", "--provider", "Octa", "--yes", "--output", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cognito-unlink: ProviderNotFound: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("'Octa'", run.Error, StringComparison.Ordinal);
        var result = JsonDocument.Parse(run.Output).RootElement;
        var unlinked = result.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("outcome").GetString() == "Unlinked").ToList();
        Assert.True(unlinked.Count > 10, run.ToString());
        Assert.Equal(unlinked.Count, result.GetProperty("unlinked").GetInt32());
        Assert.All(unlinked, item => Assert.Equal("Google", item.GetProperty("providerName").GetString()));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("unlink", "--help")]
    [InlineData("relink", "--help")]
    [InlineData("--version")]
    public async Task Help_and_version_give_exit_code_0(params string[] arguments) => Assert.Equal(0, (await Cli.RunAsync(arguments)).ExitCode);
}
