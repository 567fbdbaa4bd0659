using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>The table in tests/parity, run through the command line; tests/pester/Parity.Tests.ps1 runs it through the cmdlet.</summary>
public sealed class ParityTests : IDisposable
{
    private static readonly string[] s_expectedWarnings = ["cognito-unlink: Warning: No username was given", "cognito-unlink: Warning: In the row of user"];

    private readonly RowFolder _files = new();

    public static TheoryData<string> Cases => [.. s_table.Value.Keys];

    private static readonly Lazy<Dictionary<string, JsonElement>> s_table = new(() =>
        JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "parity", "rows.json"))).RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!));

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_command_line_reads_rows_as_the_parity_table_says(string name)
    {
        var entry = s_table.Value[name];
        await CheckAsync(entry, _files.Write("rows.json", entry.GetProperty("rows").GetRawText()), Texts(entry, "errors"));
        if (Csv(entry.GetProperty("rows")) is { } csv)
        {
            // Mistakes that the header shows are refused before the first row.
            await CheckAsync(entry, _files.Write("rows.csv", csv), entry.TryGetProperty("csvErrors", out _) ? Texts(entry, "csvErrors") : Texts(entry, "errors"));
        }
    }

    public static TheoryData<string> Rehearsed => [.. s_table.Value.Where(row => row.Value.TryGetProperty("rehearsed", out _)).Select(row => row.Key)];

    [Theory]
    [MemberData(nameof(Rehearsed))]
    public async Task A_rehearsal_compares_rows_with_the_pool_without_billed_reads(string name)
    {
        var entry = s_table.Value[name];
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { SeedPath = Repository.PathOf("tests", "parity", "pool.json") });

        var run = await Cli.RunAsync(server.UserPool, ["unlink", "--from", _files.Write("rows.json", entry.GetProperty("rows").GetRawText()), "--what-if", "--output", "json", .. Options(entry)]);

        using var output = JsonDocument.Parse(run.Output);
        Assert.Equal(Texts(entry, "rehearsed"), output.RootElement.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("outcome")}/{item.GetProperty("signInAfterUnlink")}"));
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == "AdminGetUser");
    }

    private static async Task CheckAsync(JsonElement entry, string path, string[] errors)
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { SeedPath = Repository.PathOf("tests", "parity", "pool.json") });
        var before = await PoolState.IdentitiesAsync(server);

        var run = await Cli.RunAsync(server.UserPool, ["unlink", "--from", path, "--yes", "--output", "json", .. Options(entry)]);

        var gone = before.Except(await PoolState.IdentitiesAsync(server)).Order(StringComparer.Ordinal);
        Assert.Equal(Texts(entry, "gone"), gone);
        foreach (var id in errors)
        {
            Assert.Contains($"cognito-unlink: {id}: ", run.Error, StringComparison.Ordinal);
        }

        var problems = run.Error.Split('\n').Where(line => line.StartsWith("cognito-unlink: ", StringComparison.Ordinal) && !s_expectedWarnings.Any(line.StartsWith));
        Assert.Equal(errors.Length == 0, !problems.Any());
    }

    private static IEnumerable<string> Options(JsonElement entry) =>
    [
        .. Texts(entry, "providers").SelectMany(provider => (string[])["--provider", provider]),
        .. entry.TryGetProperty("allProviders", out _) ? ["--all-providers"] : Array.Empty<string>(),
        .. Texts(entry, "allow").Select(what => what == "NoRecovery" ? "--allow-no-recovery" : "--allow-lockout"),
        .. entry.TryGetProperty("checkFactors", out _) ? ["--check-factors"] : Array.Empty<string>(),
        .. entry.TryGetProperty("columns", out var columns) ? columns.EnumerateObject().SelectMany(column => (string[])["--column", $"{column.Name}={column.Value}"]) : [],
    ];

    private static string[] Texts(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    /// <summary>The same rows as CSV; null if CSV cannot express them.</summary>
    private static string? Csv(JsonElement rows)
    {
        static string Quoted(string text) => text.AsSpan().ContainsAny("\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
        if (rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Object || row.EnumerateObject().Any(field => field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)))
        {
            return null;
        }

        var columns = rows.EnumerateArray().SelectMany(row => row.EnumerateObject().Select(field => field.Name)).Distinct().ToList();
        var lines = rows.EnumerateArray().Select(row => string.Join(';', columns.Select(column => row.TryGetProperty(column, out var value) ? Quoted(value.ToString()) : string.Empty)));
        return string.Join('\n', [string.Join(';', columns.Select(Quoted)), .. lines]) + "\n";
    }
}
