using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Each file shown in docs/input.md can be read, and means amy's Google identity and nothing else. InputPage.Tests.ps1 pipes the files to the cmdlet.</summary>
public sealed partial class InputPageTests : IDisposable
{
    private readonly RowFolder _files = new();

    public static TheoryData<int, string> Files
    {
        get
        {
            var files = new TheoryData<int, string>();
            var page = File.ReadAllText(Repository.PathOf("docs", "input.md")).ReplaceLineEndings("\n");
            foreach (Match block in Fence().Matches(page))
            {
                files.Add(page[..block.Index].Count(c => c == '\n') + 1, block.Groups[1].Value);
            }

            return files;
        }
    }

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_file_on_the_input_page_is_read(int line, string text)
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { SeedPath = Repository.PathOf("tests", "parity", "pool.json") });
        var before = await PoolState.IdentitiesAsync(server);

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write("file", text), "--provider", "Google", "--yes");

        Assert.True(run.ExitCode == 0, $"docs/input.md({line}): {run}");
        Assert.Equal(["amy/Google/amy-google"], before.Except(await PoolState.IdentitiesAsync(server)));
    }

    [Fact]
    public void The_input_page_shows_many_files() => Assert.True(Files.Count > 10);

    [GeneratedRegex(@"^```(?:csv|json|text)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
