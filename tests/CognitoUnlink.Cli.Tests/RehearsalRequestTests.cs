using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Tests;

/// <summary>A rehearsal makes no users active, so none are billed for the month. <c>bench</c> shows this for 80,000 rows, Rehearsal.Tests.ps1 for the cmdlets.</summary>
public sealed class RehearsalRequestTests : IDisposable
{
    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(10, "unlink")]
    [InlineData(1000, "unlink")]
    [InlineData(10, "relink")]
    [InlineData(1000, "relink")]
    public async Task A_rehearsal_makes_no_billed_reads(int rows, string command)
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = rows });
        var names = await PoolState.UsernamesAsync(server);
        var plan = _files.Write("plan.csv", "Username,ProviderName,Subject\n" + string.Concat(names.Select((name, number) => $"{name},Google,{number}\n")));
        string[] what = command == "unlink"
            ? ["unlink", "--all-providers", "--from", _files.Write("names.txt", string.Join('\n', names) + "\n")]
            : ["relink", "--from", plan];

        var run = await Cli.RunAsync(server.UserPool, [.. what, "--what-if", "--output", "json"]);

        Assert.Equal(0, JsonDocument.Parse(run.Output).RootElement.GetProperty("billedReads").GetInt32());
        var operations = server.GetRequests().Select(request => request.Operation).Distinct().ToList();
        Assert.Contains("ListUsers", operations);
        Assert.All(operations, operation => Assert.DoesNotContain("Admin", operation, StringComparison.Ordinal));
    }
}
