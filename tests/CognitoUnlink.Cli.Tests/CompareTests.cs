using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed class CompareTests : IDisposable
{
    private readonly RowFolder _files = new();
    private readonly ILocalUserPoolServer _server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80 });

    private string Journal => _files.PathOf("run.jsonl");

    public void Dispose()
    {
        _server.Dispose();
        _files.Dispose();
    }

    private Task<ToolResult> CompareAsync(params string[] arguments) => Cli.RunAsync(_server.UserPool, ["compare", "--journal", Journal, .. arguments]);

    // The pool has Google profiles as well as Google links.
    private async Task<int> UnlinkAsync(string provider = "Google")
    {
        var run = await Cli.RunAsync(_server.UserPool, "unlink", "--provider", provider, "--yes", "--journal", Journal, "--output", "json");
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("unlinked").GetInt32();
    }

    [Fact]
    public async Task If_nobody_came_back_the_exit_code_is_0_and_only_ListUsers_is_called()
    {
        var unlinked = await UnlinkAsync("Okta");
        var before = _server.GetRequests().Count;

        var run = await CompareAsync();

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Empty(run.Output);
        Assert.True(unlinked > 0);
        Assert.Contains($"{unlinked} gone, 0 linked again", run.Error, StringComparison.Ordinal);
        Assert.Contains("No one has come back.", run.Error, StringComparison.Ordinal);
        Assert.Equal(["ListUsers", "ListUsers"], _server.GetRequests().Skip(before).Select(request => request.Operation));
    }

    [Theory]
    [InlineData()]
    [InlineData("--parallel")]
    public async Task Provider_with_links_left_in_the_pool_is_to_be_kept(params string[] arguments)
    {
        await Cli.RunAsync(_server.UserPool, "unlink", "--provider", "Okta", "--yes", "--journal", Journal, "--maximum-change", "5");
        var list = await Cli.RunAsync(_server.UserPool, "list", "--provider", "Okta", "--output", "json");
        var left = JsonDocument.Parse(list.Output).RootElement.GetProperty("items").EnumerateArray().Count(item => !item.GetProperty("primary").GetBoolean());

        var run = await CompareAsync(arguments);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.True(left > 1);
        Assert.Contains($"5 gone, 0 linked again, 0 new federated users, 0 with a deleted user. No one has come back. {left} identities from Okta are still linked in this pool.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Keep the provider until", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("DeleteIdentityProvider", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("--parallel")]
    public async Task Users_who_came_back_are_shown_and_the_exit_code_is_1(params string[] arguments)
    {
        var unlinked = await UnlinkAsync();

        // The undo is recorded in another journal, so this one does not know about it.
        var undo = await Cli.RunAsync(_server.UserPool, "relink", "--from", Journal, "--journal", _files.PathOf("undo.jsonl"), "--yes", "--output", "json");
        var linked = JsonDocument.Parse(undo.Output).RootElement.GetProperty("linked").GetInt32();
        Assert.True(linked > 0, undo.ToString());

        var table = await CompareAsync(arguments);
        var json = await CompareAsync([.. arguments, "--output", "json"]);
        var csv = await CompareAsync([.. arguments, "--output", "csv"]);

        Assert.Equal((1, 1, 1), (table.ExitCode, json.ExitCode, csv.ExitCode));
        Assert.Equal(linked, table.Output.Split('\n').Count(line => line.StartsWith("LinkedAgain", StringComparison.Ordinal)));
        var root = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(
            (unlinked, linked, unlinked - linked, 80, true),
            (root.GetProperty("items").GetArrayLength(), root.GetProperty("linkedAgain").GetInt32(), root.GetProperty("gone").GetInt32(), root.GetProperty("users").GetInt32(), root.GetProperty("isComplete").GetBoolean()));

        // Twins already existed as federated users, so their profiles are not new.
        Assert.Equal(0, root.GetProperty("newProfile").GetInt32());
        Assert.Equal(unlinked + 1, csv.Output.TrimEnd().Split('\n').Length);

        // Together, the journals show what was linked again.
        var both = await Cli.RunAsync(_server.UserPool, "compare", "--journal", Journal, "--journal", _files.PathOf("undo.jsonl"), "--output", "json");
        Assert.Equal(0, JsonDocument.Parse(both.Output).RootElement.GetProperty("linkedAgain").GetInt32());
    }

    [Fact]
    public async Task A_comparison_that_cannot_finish_gives_exit_code_3()
    {
        await UnlinkAsync();
        _server.AddFault(new LocalUserPoolFault { Operation = "ListUsers", ErrorCode = "AccessDeniedException" });

        var denied = await CompareAsync();
        var noJournal = await Cli.RunAsync(_server.UserPool, "compare", "--journal", _files.PathOf("none.jsonl"));

        Assert.Equal((3, 3), (denied.ExitCode, noJournal.ExitCode));
        Assert.Contains("cognito-idp:ListUsers", denied.Error, StringComparison.Ordinal);
        Assert.Contains("JournalNotReadable", noJournal.Error, StringComparison.Ordinal);
    }
}
