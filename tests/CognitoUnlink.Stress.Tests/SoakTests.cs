using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Stress.Tests;

/// <summary>The soak, shortened to one round with kills and faults and the process that is never killed; and the stranding hunt.</summary>
public sealed class SoakTests : IDisposable
{
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    private static readonly string s_program = Repository.PathOf("tests", "CognitoUnlink.Stress", "bin", s_configuration, "net10.0", "CognitoUnlink.Stress.dll");

    private readonly string _report = Path.GetTempFileName();

    public void Dispose() => File.Delete(_report);

    [Fact]
    public async Task Nothing_is_lost_done_twice_or_changed_by_mistake_despite_constant_faults()
    {
        // A round in which nothing went wrong would show nothing.
        await RunAsync(
            ["--minutes", "0.3", "--users", "240", "--seed", "7"],
            "kills", "unlinked", "linked", "notPossible", "doneUnseen", "throttled", "failed", "retried", "steadyRounds", "steadyLinked");
    }

    /// <summary>If a new seed finds something, its output says how to repeat it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Lockouts_are_prevented_or_reported_and_only_named_users_are_touched(bool isNewSeed) => RunAsync(
        ["--hunt", "--minutes", "0.25", "--seed", isNewSeed ? RandomNumberGenerator.GetInt32(1_000_000_000).ToString(CultureInfo.InvariantCulture) : "7"],
        "rounds", "taken", "refused", "requests");

    private async Task RunAsync(string[] arguments, params string[] happened)
    {
        var run = await Tool.RunAsync("dotnet", ["exec", s_program, "soak", .. arguments, "--report", _report], CleanEnvironment.Variables, timeout: TimeSpan.FromMinutes(15));

        Assert.True(run.ExitCode == 0, run.ToString());
        var summary = JsonDocument.Parse(await File.ReadAllTextAsync(_report, TestContext.Current.CancellationToken)).RootElement.GetProperty("summary");
        Assert.True(summary.GetProperty("passed").GetBoolean());
        Assert.All(happened, name => Assert.True(summary.GetProperty(name).GetInt64() > 0, $"{name}: {run}"));
    }
}
