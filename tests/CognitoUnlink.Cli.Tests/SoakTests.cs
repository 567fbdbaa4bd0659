using System.Text.Json;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>The soak, shortened: one round with kills and faults, and the process that is never killed.</summary>
public sealed class SoakTests : IDisposable
{
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    private static readonly string s_program = Repository.PathOf("tests", "CognitoUnlink.Soak", "bin", s_configuration, "net10.0", "CognitoUnlink.Soak.dll");

    private readonly string _report = Path.GetTempFileName();

    public void Dispose() => File.Delete(_report);

    [Fact]
    public async Task Nothing_is_lost_done_twice_or_hit_by_mistake_while_everything_goes_wrong()
    {
        var run = await Tool.RunAsync(
            "dotnet",
            ["exec", s_program, "--minutes", "0.3", "--users", "240", "--seed", "7", "--report", _report],
            CleanEnvironment.Variables,
            timeout: TimeSpan.FromMinutes(15));

        Assert.True(run.ExitCode == 0, run.ToString());
        var summary = JsonDocument.Parse(await File.ReadAllTextAsync(_report, TestContext.Current.CancellationToken)).RootElement.GetProperty("summary");
        Assert.True(summary.GetProperty("passed").GetBoolean());

        // A round in which nothing went wrong would show nothing.
        Assert.All(["kills", "unlinked", "linked", "notPossible", "doneUnseen", "throttled", "failed", "retried", "steadyRounds", "steadyLinked"], name =>
            Assert.True(summary.GetProperty(name).GetInt64() > 0, $"{name}: {run}"));
    }
}
