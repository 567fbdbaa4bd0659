using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>
/// 200 rows of tests/parity with known, unknown, misspelled, missing and extra columns, each about a user of its own, by the command
/// line; tests/pester/Parity.Tests.ps1 takes them through the cmdlet.
/// </summary>
public sealed class GeneratedRowTests : IDisposable
{
    private static readonly JsonElement[] s_rows = [.. JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "parity", "generated.json"))).RootElement.EnumerateArray()];

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task What_goes_is_part_of_what_the_row_names()
    {
        using var server = Start();
        var path = _files.Write("rows.json", JsonSerializer.Serialize(s_rows.Select(row => row.GetProperty("row"))));

        var gone = await GoneAsync(server, ["--from", path, "--all-providers"]);

        Assert.NotEmpty(gone);
        Assert.Empty(gone.Except(s_rows.SelectMany(row => Texts(row, "most"))));
        Assert.Equal(s_rows.SelectMany(row => Texts(row, "gone")).Distinct().Order(StringComparer.Ordinal), gone);
    }

    /// <summary>What Excel writes in one country and another.</summary>
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task A_file_with_any_delimiter_says_no_more(char delimiter)
    {
        string[] columns = ["Username", "ProviderName", "Subject", "Department", "Note"];
        var rows = s_rows.Where(row => row.GetProperty("row").EnumerateObject().All(field => columns.Contains(field.Name)) && row.GetProperty("row").TryGetProperty("Username", out _)).ToList();
        Assert.True(rows.Count > 10);
        using var server = Start();

        // A heading is for all rows: what one of them does not have is empty, which is less than it said.
        var lines = rows.Select(row => string.Join(delimiter, columns.Select(column => row.GetProperty("row").TryGetProperty(column, out var value) ? $"\"{value}\"" : string.Empty)));
        var gone = await GoneAsync(server, ["--from", _files.Write("rows.csv", string.Join('\n', [string.Join(delimiter, columns), .. lines])), "--all-providers"]);

        Assert.NotEmpty(gone);
        Assert.Empty(gone.Except(rows.SelectMany(row => Texts(row, "gone"))));
    }

    private static ILocalUserPoolServer Start() =>
        new LocalUserPoolFactory().Start(new LocalUserPoolOptions { SeedPath = Repository.PathOf("tests", "parity", "generated-pool.json") });

    private static async Task<string[]> GoneAsync(ILocalUserPoolServer server, string[] arguments)
    {
        var before = await PoolState.IdentitiesAsync(server);
        var run = await Cli.RunAsync(server.UserPool, ["unlink", "--yes", .. arguments]);
        Assert.True(run.ExitCode is 0 or 1, run.ToString());
        return [.. before.Except(await PoolState.IdentitiesAsync(server)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Texts(JsonElement row, string name) => row.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);
}
