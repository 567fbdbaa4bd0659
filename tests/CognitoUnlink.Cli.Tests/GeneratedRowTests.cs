using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>
/// 200 rows from tests/parity with known, unknown, misspelled, missing and extra columns, each about a different user, run through the
/// command line; tests/pester/Parity.Tests.ps1 runs them through the cmdlet.
/// </summary>
public sealed class GeneratedRowTests : IDisposable
{
    private static readonly JsonElement[] s_rows = [.. JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "parity", "generated.json"))).RootElement.EnumerateArray()];

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Only_identities_that_a_row_names_are_unlinked()
    {
        using var server = Start();
        var path = _files.Write("rows.json", JsonSerializer.Serialize(s_rows.Select(row => row.GetProperty("row"))));

        var gone = await GoneAsync(server, ["--from", path, "--all-providers"]);

        Assert.NotEmpty(gone);
        Assert.Empty(gone.Except(s_rows.SelectMany(row => Texts(row, "most"))));
        Assert.Equal(s_rows.SelectMany(row => Texts(row, "gone")).Distinct().Order(StringComparer.Ordinal), gone);
    }

    /// <summary>The delimiters that Excel writes in different countries.</summary>
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task CSV_with_any_delimiter_unlinks_nothing_beyond_what_its_rows_name(char delimiter)
    {
        string[] columns = ["Username", "ProviderName", "Subject", "Department", "Note"];
        var rows = s_rows.Where(row => row.GetProperty("row").EnumerateObject().All(field => columns.Contains(field.Name)) && row.GetProperty("row").TryGetProperty("Username", out _)).ToList();
        Assert.True(rows.Count > 10);
        using var server = Start();

        // All rows share a header: a column that a row lacks is empty, so the row says less than it did.
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
