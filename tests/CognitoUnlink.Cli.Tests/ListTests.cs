using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Tests;

public class ListTests
{
    [Fact]
    public async Task JSON_output_has_an_object_per_identity()
    {
        var run = await Cli.RunAsync("list", "--local", "--users", "40", "--output", "json");

        Assert.Equal(0, run.ExitCode);
        var list = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(["items", "users", "isComplete", "requests", "seconds"], list.EnumerateObject().Select(property => property.Name));
        Assert.Equal((40, true, 3), (list.GetProperty("users").GetInt32(), list.GetProperty("isComplete").GetBoolean(), list.GetProperty("requests").GetInt32()));
        var first = list.GetProperty("items")[0];
        Assert.Equal(
            ["userPoolId", "username", "sub", "userStatus", "enabled", "providerName", "providerType", "providerAttributeName", "providerAttributeValue", "subject", "issuer", "primary", "dateCreated", "identityCount", "signInAfterUnlink", "recovery"],
            first.EnumerateObject().Select(property => property.Name));
        Assert.Equal("us-east-1_LocalPool", first.GetProperty("userPoolId").GetString());
    }

    [Fact]
    public async Task CSV_output_has_a_header_and_a_line_per_identity()
    {
        var json = await Cli.RunAsync("list", "--local", "--users", "40", "--output", "json");
        var csv = await Cli.RunAsync("list", "--local", "--users", "40", "--output", "csv");

        var lines = csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("UserPoolId,Username,", lines[0], StringComparison.Ordinal);
        Assert.Equal(JsonDocument.Parse(json.Output).RootElement.GetProperty("items").GetArrayLength(), lines.Length - 1);
        Assert.Contains("日本", csv.Output, StringComparison.Ordinal);
        Assert.Matches(@",\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z,", lines[1]);
    }

    [Fact]
    public async Task CSV_output_has_the_line_ends_of_the_platform_and_is_read_back_unchanged()
    {
        using var files = new RowFolder();
        using var server = files.Start("""
            {"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"a\rb"},{"providerName":"Google","value":"c\nd"}]}
            """);

        var csv = await Cli.RunAsync(server.UserPool, "list", "--output", "csv");
        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", files.Write("plan.csv", csv), "--yes", "--output", "csv");

        Assert.Equal(OperatingSystem.IsWindows(), csv.Output.Contains("\r\n", StringComparison.Ordinal));
        Assert.Equal(OperatingSystem.IsWindows(), run.Output.Contains("\r\n", StringComparison.Ordinal));
        Assert.Equal(["a\rb", "c\nd"], server.GetRequests().Where(request => request.Operation == "AdminDisableProviderForUser").Select(request => request.ProviderAttributeValue).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_that_stops_early_says_how_many_identities_it_listed()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 200 });
        server.AddFault(new LocalUserPoolFault { Operation = "ListUsers", Nth = 2, ErrorCode = "AccessDeniedException" });

        var run = await Cli.RunAsync(server.UserPool, "list", "--output", "csv");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("cognito-unlink: AccessDenied: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"\nStopped early: {run.Output.Split('\n').Length - 2} identities listed, and there may be more\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_users_and_seed_give_the_same_pool()
    {
        string[] arguments = ["list", "--local", "--users", "40", "--seed", "9", "--output", "csv"];

        Assert.Equal((await Cli.RunAsync(arguments)).Output, (await Cli.RunAsync(arguments)).Output);
    }

    [Fact]
    public async Task A_username_may_begin_with_an_at_sign()
    {
        var run = await Cli.RunAsync("list", "--local", "--username", "@bob");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("UserNotFound", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_says_that_nothing_was_found()
    {
        var run = await Cli.RunAsync("list", "--local", "--users", "0");

        Assert.Equal((0, string.Empty, "No matching identities were found.\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Providers_can_be_chosen_with_wildcards()
    {
        var run = await Cli.RunAsync("list", "--local", "--provider", "Goo*", "--provider", "SignIn*", "--output", "json");

        Assert.Equal(["Google", "SignInWithApple"], JsonDocument.Parse(run.Output).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("providerName").GetString()).Distinct().Order());
    }

    [Fact]
    public async Task A_parallel_list_shows_the_same_identities()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 3000, Seed = 5 });

        var plain = await Cli.RunAsync(server.UserPool, "list", "--output", "csv");
        var parallel = await Cli.RunAsync(server.UserPool, "list", "--output", "csv", "--parallel");

        Assert.Equal((0, string.Empty), (parallel.ExitCode, parallel.Error));
        Assert.Equal(plain.Output.Split('\n').Order(StringComparer.Ordinal), parallel.Output.Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal(16, server.GetRequests().Where(request => request.Operation == "ListUsers" && request.Body!.Contains("Filter", StringComparison.Ordinal)).Select(request => JsonDocument.Parse(request.Body!).RootElement.GetProperty("Filter").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_parallel_list_warns_if_the_pool_settings_cannot_be_read()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 40 });
        server.AddFault(new LocalUserPoolFault { Operation = "DescribeUserPool", ErrorCode = "AccessDeniedException" });

        var run = await Cli.RunAsync(server.UserPool, "list", "--parallel");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("cognito-unlink: Warning: The settings of user pool us-east-1_LocalPool cannot be read, so users who cannot reset their password are not detected", run.Error, StringComparison.Ordinal);
        Assert.Contains("cognito-unlink: Warning: 40 users of pool us-east-1_LocalPool were read in parallel.", run.Error, StringComparison.Ordinal);
        Assert.Contains("cognito-idp:DescribeUserPool", run.Error, StringComparison.Ordinal);
    }
}
