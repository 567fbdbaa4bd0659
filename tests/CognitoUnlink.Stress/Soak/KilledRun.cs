using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace CognitoUnlink.Soak;

/// <summary>Runs the command line with a journal, kills it midway, and starts the same command again until it finishes.</summary>
internal sealed class KilledRun(string folder, Random random, Problems problems, Func<bool> mayKill)
{
    // An item's intent and outcome.
    private const int BytesOfAnItem = 900;
    private const int MostBreaks = 40;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly IReadOnlyDictionary<string, string?> _environment = TemporaryCredentials.Environment(folder);

    public int Starts { get; private set; }

    public int Kills { get; private set; }

    /// <summary>Runs that ended by themselves before everything was done, because of faults.</summary>
    public int Breaks { get; private set; }

    /// <summary>Runs a command without a journal until it succeeds.</summary>
    /// <returns>Its output.</returns>
    public async Task<string> ListAsync(params string[] arguments)
    {
        for (var attempt = 1; attempt < MostBreaks; attempt++)
        {
            var (exitCode, output, _) = await RunAsync(arguments, static (_, _) => Task.CompletedTask);
            if (exitCode == 0)
            {
                return output;
            }

            Breaks++;
        }

        throw new InvalidOperationException($"{arguments[0]} did not succeed.");
    }

    /// <summary>Runs a command until all work is done.</summary>
    /// <param name="what">The name of the command in error messages.</param>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="items">About how many items there are.</param>
    /// <param name="kills">How often to kill it.</param>
    public async Task ToTheEndAsync(string what, string[] arguments, string journal, int items, int kills)
    {
        for (var breaks = 0; breaks < MostBreaks;)
        {
            var wasKilled = false;
            var (exitCode, output, error) = await RunAsync([.. arguments, "--output", "json"], async (process, ended) =>
            {
                var isLast = kills <= 0 || !mayKill();
                wasKilled = await (isLast ? KillWhenStuckAsync(process, ended) : KillMidwayAsync(process, journal, items / Math.Max(1, kills), ended));
                problems.Unless(!wasKilled || !isLast, "stuck", $"{what}: the run did not end in {s_patience.TotalMinutes} minutes");
            });
            if (wasKilled)
            {
                Kills++;
                kills--;
            }
            else if (exitCode is 0 or 5 || (exitCode == 1 && HasNoFailures(output)))
            {
                return;
            }
            else if (exitCode is not (1 or 3))
            {
                problems.Add("exit code", $"{what}: {exitCode}, {error}");
                return;
            }
            else
            {
                Breaks++;
                breaks++;
            }
        }

        problems.Add("no end", $"{what}: items failed again and again");
    }

    /// <summary>Kills it once the journal has grown by some items, or while it starts.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "No secret.")]
    private async Task<bool> KillMidwayAsync(Process process, string journal, int items, Task ended)
    {
        var begin = Length(journal);
        var growth = random.Next(5) == 0 ? 0 : 1 + (long)(random.NextDouble() * 2 * items * BytesOfAnItem);
        var watch = Stopwatch.StartNew();
        while (!ended.IsCompleted && Length(journal) - begin < growth && watch.Elapsed < TimeSpan.FromSeconds(90))
        {
            await Task.Delay(5);
        }

        await Task.WhenAny(ended, Task.Delay(random.Next(growth == 0 ? 1500 : 100)));
        return Kill(process);
    }

    private static async Task<bool> KillWhenStuckAsync(Process process, Task ended)
    {
        await Task.WhenAny(ended, Task.Delay(s_patience));
        return Kill(process);
    }

    private static bool Kill(Process process)
    {
        if (process.HasExited)
        {
            return false;
        }

        process.Kill();
        return true;
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, Func<Process, Task, Task> meanwhile)
    {
        Starts++;
        using var process = Children.Start(Children.CommandLine, arguments, _environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = LastLinesAsync(process.StandardError);
        var ended = process.WaitForExitAsync();
        await meanwhile(process, ended);
        await ended;
        return (process.ExitCode, await output, await error);
    }

    private static async Task<string> LastLinesAsync(StreamReader reader)
    {
        var lines = new Queue<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            if (lines.Count > 5)
            {
                lines.Dequeue();
            }
        }

        return string.Join(" | ", lines);
    }

    private static bool HasNoFailures(string output)
    {
        try
        {
            using var json = JsonDocument.Parse(output);
            return json.RootElement.GetProperty("failed").GetInt32() == 0 && json.RootElement.GetProperty("notPossible").GetInt32() > 0;
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
