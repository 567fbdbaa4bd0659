using System.Diagnostics;
using System.Text.Json;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>The stranding hunt: rounds until the time is over, and their results.</summary>
internal sealed class HuntRun(SoakOptions options)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Problems _problems = new();

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("cognito-unlink-hunt-").FullName;
        using var pool = await PoolProcess.StartAsync(0, seed: 1, "--skip-signature-check");
        var (counts, nextLine) = (new HuntCounts(), TimeSpan.FromMinutes(1));
        do
        {
            counts += await new HuntRound(pool, folder, options.Seed + counts.Rounds, _problems).RunAsync();
            if (watch.Elapsed >= nextLine)
            {
                nextLine += TimeSpan.FromMinutes(1);
                Console.Out.WriteLine($"{watch.Elapsed:hh\\:mm\\:ss}  {counts}");
            }
        }
        while (watch.Elapsed < options.Duration && !cancellationToken.IsCancellationRequested);

        Directory.Delete(folder, recursive: true);
        Console.Out.WriteLine($"{watch.Elapsed:hh\\:mm\\:ss}  {counts}; {_problems.Counts.Values.Sum()} violations");
        if (options.ReportPath is { } path)
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { summary = Summary(counts), problems = _problems.Counts, texts = _problems.Texts }, s_json), CancellationToken.None);
        }

        return _problems.Any ? 1 : 0;
    }

    private Dictionary<string, object> Summary(HuntCounts counts) => new(
        typeof(HuntCounts).GetProperties().Where(property => property.PropertyType == typeof(int)).Select(property => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property.GetValue(counts)!)))
    {
        ["passed"] = !_problems.Any,
    };
}
