using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly ILocalUserPoolServer _server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 200 });

    public void Dispose() => _server.Dispose();

    private Task<ToolResult> CheckAsync(params string[] arguments) => Cli.RunAsync(_server.UserPool, ["check", .. arguments]);

    private static Dictionary<string, JsonElement> Findings(ToolResult run) =>
        JsonDocument.Parse(run.Output).RootElement.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("check").GetString()!);

    [Theory]
    [InlineData()]
    [InlineData("--parallel")]
    public async Task Blockers_give_exit_code_1_and_match_what_a_rehearsal_refuses(params string[] arguments)
    {
        var run = await CheckAsync(["--provider", "Okta", "--output", "json", .. arguments]);
        var requests = _server.GetRequests().Select(request => request.Operation).ToHashSet();
        var rehearsal = await Cli.RunAsync(_server.UserPool, "unlink", "--provider", "Okta", "--what-if", "--output", "json");

        Assert.True(run.ExitCode == 1, run.ToString());
        var findings = Findings(run);
        var refused = JsonDocument.Parse(rehearsal.Output).RootElement.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("errorId").GetString()).OfType<string>().CountBy(id => id).ToDictionary();
        Assert.Equal(refused["WouldLockOut"], findings["WithoutWayIn"].GetProperty("count").GetInt32());
        Assert.Equal(refused["NoRecovery"], findings["WithoutRecovery"].GetProperty("count").GetInt32());
        Assert.Equal(refused["OwnIdentity"], findings["OwnProfile"].GetProperty("count").GetInt32());
        Assert.StartsWith("back office (", findings["LastProviderOfClient"].GetProperty("examples")[0].GetString(), StringComparison.Ordinal);
        Assert.StartsWith("web (", findings["AppClient"].GetProperty("examples")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["DescribeUserPool", "DescribeUserPoolClient", "ListIdentityProviders", "ListUserPoolClients", "ListUsers", "ListUsersInGroup"],
            requests.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("canary", run.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, JsonDocument.Parse(run.Output).RootElement.GetProperty("users").GetInt32());
    }

    [Fact]
    public async Task Without_blockers_the_exit_code_is_0_and_the_text_says_what_to_do()
    {
        var run = await CheckAsync("--provider", "Facebook");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("Information Link", run.Output, StringComparison.Ordinal);
        Assert.Contains("What to do: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 blockers", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ListUserPoolClients")]
    [InlineData("DescribeUserPool")]
    public async Task A_denied_operation_gives_exit_code_3_and_a_finding(string operation)
    {
        _server.AddFault(new LocalUserPoolFault { Operation = operation, ErrorCode = "AccessDeniedException" });

        var run = await CheckAsync("--provider", "Okta", "--output", "json");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"cognito-idp:{operation}", Findings(run)["NotChecked"].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_cannot_be_listed_gives_exit_code_3_and_an_unknown_provider_2()
    {
        Assert.Equal(2, (await CheckAsync("--provider", "okta")).ExitCode);
        Assert.Equal(2, (await CheckAsync("--provider", "Nobody")).ExitCode);
        Assert.Equal(2, (await CheckAsync("--provider", "Cognito")).ExitCode);
        _server.AddFault(new LocalUserPoolFault { Operation = "ListUsers", ErrorCode = "AccessDeniedException" });

        var run = await CheckAsync("--provider", "Okta");

        Assert.Equal((3, string.Empty), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task CSV_has_a_row_per_finding_and_detailed_lists_every_example()
    {
        var linked = (await PoolState.IdentitiesAsync(_server)).Select(identity => identity.Split('/')).Where(identity => identity[1] == "Okta").Select(identity => identity[0]).ToHashSet();
        var run = await CheckAsync("--provider", "Okta", "--detailed", "--output", "csv");
        var json = Findings(await CheckAsync("--provider", "Okta", "--detailed", "--output", "json"));

        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(json.Count + 1, lines.Length);
        string[] Examples(string check) => [.. json[check].GetProperty("examples").EnumerateArray().Select(example => example.GetString()!)];
        foreach (var check in (string[])["WithoutWayIn", "WithoutRecovery", "OwnProfile", "AppClient", "LastProviderOfClient"])
        {
            Assert.Equal(json[check].GetProperty("count").GetInt32(), Examples(check).Distinct().Count());
        }

        // Without --detailed, there are at most five.
        Assert.True(Examples("WithoutRecovery").Length > 5 && Examples("OwnProfile").Length > 5, run.ToString());
        Assert.Equal(linked, Examples("Link").Concat(Examples("OwnProfile")).ToHashSet());
        foreach (var check in json.Keys.Where(check => Examples(check).Length > 0))
        {
            Assert.Contains(string.Join("; ", Examples(check)), Assert.Single(lines, line => line.Contains($",Okta,{check},", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
    }
}
