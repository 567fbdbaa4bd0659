using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>
/// The table in tests/parity/runs.json, run through the command line and the cmdlets on equal pools: results, errors, counts, requests, journals
/// and the final content of the pool are the same, except for the differences that the table lists with their reasons.
/// </summary>
public sealed partial class RunParityTests(CmdletProcess cmdlets) : IClassFixture<CmdletProcess>, IDisposable
{
    private static readonly Lazy<Dictionary<string, JsonNode>> s_table = new(() =>
        JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "parity", "runs.json")))!.AsArray().ToDictionary(entry => (string)entry!["name"]!, entry => entry!));

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly string[] s_countsOfRequests = ["requests", "billedReads", "throttled", "retried"];

    private readonly RowFolder _cliFiles = new();
    private readonly RowFolder _cmdletFiles = new();

    public static TheoryData<string> Cases => [.. s_table.Value.Keys];

    public void Dispose()
    {
        _cliFiles.Dispose();
        _cmdletFiles.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_run_is_the_same_in_both_hosts(string name)
    {
        var entry = s_table.Value[name];
        using var cliPool = StartPool();
        using var cmdletPool = StartPool();
        List<string> differences = [];
        var (number, count) = (0, entry["steps"]!.AsArray().Count);
        foreach (var step in entry["steps"]!.AsArray())
        {
            number++;
            Prepare(step!, cliPool, _cliFiles);
            Prepare(step!, cmdletPool, _cmdletFiles);
            var runs = await Task.WhenAll(ByCommandLineAsync(step!, cliPool), ByCmdletAsync(step!, cmdletPool));
            var (cli, cmdlet) = (runs[0], runs[1]);
            await AddOutsideAsync(cli, cliPool, _cliFiles);
            await AddOutsideAsync(cmdlet, cmdletPool, _cmdletFiles);
            if (IsStoppedRehearsal(step!, cli.Stopped) && IsStoppedRehearsal(step!, cmdlet.Stopped))
            {
                // How many of the rows after the last one were looked up by then depends on timing in both hosts.
                cli.Remove("requests");
                cmdlet.Remove("requests");
            }

            foreach (var part in cli.Keys.Union(cmdlet.Keys).Order())
            {
                var (one, other) = (cli.GetValueOrDefault(part) ?? [], cmdlet.GetValueOrDefault(part) ?? []);
                if (!one.SequenceEqual(other))
                {
                    differences.Add($"{part}: step {number} of {count}\n  only the command line:\n    {string.Join("\n    ", one.Except(other))}\n  only the cmdlets:\n    {string.Join("\n    ", other.Except(one))}\n  {cli.ErrorOutput}");
                }
            }

            differences.AddRange(cli.Messages.Zip(cmdlet.Messages)
                .Where(pair => !pair.First.StartsWith(pair.Second, StringComparison.Ordinal))
                .Select(pair => $"messages: step {number} of {count}\n  command line: {pair.First}\n  cmdlets:      {pair.Second}"));
        }

        var known = entry["differs"]?.AsObject().Select(each => each.Key).ToList() ?? [];
        var seen = differences.Select(each => each[..each.IndexOf(':', StringComparison.Ordinal)]).ToList();
        Assert.True(seen.All(part => known.Contains("*") || known.Contains(part)), string.Join('\n', differences));
        Assert.True(known.All(part => part == "*" ? seen.Count > 0 : seen.Contains(part)), $"The table says that these differ, but they do not: {string.Join(", ", known.Except(seen))}");
    }

    private static ILocalUserPoolServer StartPool() =>
        new LocalUserPoolFactory().Start(new LocalUserPoolOptions { SeedPath = Repository.PathOf("tests", "parity", "runs-pool.json") });

    // Adds faults and changes the journal as the step says.
    private static void Prepare(JsonNode step, ILocalUserPoolServer server, RowFolder files)
    {
        server.ClearFaults();
        server.ClearRequests();
        foreach (var fault in step["faults"]?.AsArray() ?? [])
        {
            server.AddFault(fault.Deserialize<LocalUserPoolFault>(s_json)!);
        }

        var journal = (string?)step["options"]?["journal"] is { } name ? files.PathOf(name) : null;
        if (step["cut"] is { } cut)
        {
            var lines = File.ReadAllLines(journal!);
            File.WriteAllLines(journal!, lines.SkipLast((int)cut));
        }

        if (step["append"] is { } text)
        {
            File.AppendAllText(journal!, (string)text!);
        }

        if (step["damage"] is not null)
        {
            var lines = File.ReadAllLines(journal!);
            lines[1] = "oops";
            File.WriteAllLines(journal!, lines);
        }
    }

    private async Task<Transcript> ByCommandLineAsync(JsonNode step, ILocalUserPoolServer server)
    {
        var pool = server.UserPool;
        var given = step["options"];
        List<string> arguments =
        [
            (string)step["command"]!, "--user-pool-id", UserPoolId(step, pool), "--region", (string?)step["region"] ?? pool.Region,
            "--output", "json", "--requests-per-second", "10000",
        ];
        if ((string)step["command"]! is not ("check" or "compare"))
        {
            arguments.AddRange(["--yes", "--throttle-limit", "1"]);
        }

        if (EndpointUrl(step, pool) is { Length: > 0 } endpointUrl)
        {
            arguments.AddRange(["--endpoint-url", endpointUrl]);
        }

        foreach (var provider in given?["providers"]?.AsArray() ?? [])
        {
            arguments.AddRange(["--provider", (string)provider!]);
        }

        foreach (var (name, option) in new[] { ("allProviders", "--all-providers"), ("allowLockout", "--allow-lockout"), ("verify", "--verify"), ("signOut", "--sign-out"), ("whatIf", "--what-if") })
        {
            if (given?[name] is not null)
            {
                arguments.Add(option);
            }
        }

        if (given?["maximumChange"] is { } limit)
        {
            arguments.AddRange(["--maximum-change", limit.ToString()]);
        }

        if (given?["journal"] is { } journal)
        {
            arguments.AddRange(["--journal", _cliFiles.PathOf((string)journal!)]);
        }

        foreach (var client in step["clients"]?.AsArray() ?? [])
        {
            arguments.AddRange(["--client", (string)client!]);
        }

        foreach (var username in step["usernames"]?.AsArray() ?? [])
        {
            arguments.AddRange(["--username", (string)username!]);
        }

        if (step["names"] is { } names)
        {
            arguments.AddRange(["--from", _cliFiles.Write("names.txt", string.Join('\n', names.AsArray().Select(each => (string)each!)) + "\n")]);
        }

        if (step["rows"] is { } rows)
        {
            arguments.AddRange(["--from", _cliFiles.Write("rows.json", rows.ToJsonString())]);
        }

        if (step["undo"] is { } undo)
        {
            arguments.AddRange(["--from", _cliFiles.PathOf((string)undo!)]);
        }

        var (accessKey, secretKey) = Keys(step, pool);
        var run = await Cli.RunWithAsync(
            accessKey.Length == 0 ? [] : new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = accessKey, ["AWS_SECRET_ACCESS_KEY"] = secretKey },
            [.. arguments]);

        var problems = Problem().Matches(run.Error).Select(match => (Id: match.Groups["id"].Value, Text: match.Groups["text"].Value)).Where(problem => problem.Id is not "Warning").ToList();
        var output = run.Output.StartsWith('{') ? JsonNode.Parse(run.Output)!.AsObject() : null;
        var stopped = output is null || run.Error.Contains("Stopped early: ", StringComparison.Ordinal);
        var transcript = new Transcript(run.Error)
        {
            ["rows"] = [.. output?["items"]!.AsArray().Select(row => Row(row!)).OfType<string>() ?? []],
            ["errors"] = [.. problems.Select(problem => problem.Id)],
            ["stopped"] = [stopped.ToString()],
            ["summary"] = output is null || IsReading(step) ? [] : Counts(step, output, stopped),
        };
        transcript.Messages = [.. problems.Select(problem => Plain(problem.Text))];
        return transcript;
    }

    private async Task<Transcript> ByCmdletAsync(JsonNode step, ILocalUserPoolServer server)
    {
        var pool = server.UserPool;
        var (accessKey, secretKey) = Keys(step, pool);
        var request = step.DeepClone().AsObject();
        request["userPoolId"] = UserPoolId(step, pool);
        request["endpointUrl"] = EndpointUrl(step, pool);
        request["accessKey"] = accessKey;
        request["secretKey"] = secretKey;
        request["journal"] = (string?)step["options"]?["journal"] is { } journal ? _cmdletFiles.PathOf(journal) : null;
        request["undo"] = (string?)step["undo"] is { } undo ? _cmdletFiles.PathOf(undo) : null;
        var answer = await cmdlets.RunAsync(request);
        var stopped = answer["stopped"];
        var transcript = new Transcript(string.Empty)
        {
            ["rows"] = [.. answer["rows"]!.AsArray().Select(row => Row(row!)).OfType<string>()],
            ["errors"] = [.. answer["problems"]!.AsArray().Append(stopped?.DeepClone()).Where(each => each is not null).Select(each => (string)each!["id"]!)],
            ["stopped"] = [(stopped is not null).ToString()],
            ["summary"] = answer["summary"]!.AsObject().Count == 0 ? [] : Counts(step, answer["summary"]!.AsObject(), stopped is not null),
        };
        transcript.Messages = [.. answer["problems"]!.AsArray().Append(stopped?.DeepClone()).Where(each => each is not null).Select(each => Plain((string)each!["message"]!))];
        return transcript;
    }

    // Each host describes the place and how far it got in its own words.
    private static string Plain(string message) =>
        JournalPath().Replace(PoolUrl().Replace(Line().Replace(StoppedAfter().Replace(message, string.Empty), string.Empty), "http://pool"), "journal");

    private static string UserPoolId(JsonNode step, LocalUserPool pool) => (string?)step["userPoolId"] ?? pool.UserPoolId;

    // Empty for the standard endpoint of the region; nothing is sent there.
    private static string EndpointUrl(JsonNode step, LocalUserPool pool) => (string?)step["endpointUrl"] ?? pool.EndpointUrl;

    private static (string AccessKey, string SecretKey) Keys(JsonNode step, LocalUserPool pool) =>
        ((string?)step["accessKey"] ?? pool.AccessKey, (string?)step["secretKey"] ?? pool.SecretKey);

    // A row that names no identity is reported as an error instead.
    private static string? Row(JsonNode row)
    {
        if (row["check"] is not null)
        {
            return Join("severity", "check", "count", "message");
        }

        if (row["state"] is not null)
        {
            return Join("state", "username", "providerName", "providerAttributeValue", "foundUsername");
        }

        if (row["clientId"] is not null)
        {
            return Join("outcome", "clientId", "clientName", "providerName", "providersBefore", "providersAfter", "errorId", "attempts", "reason");
        }

        if (row["userStatus"] is not null && row["providerName"] is null)
        {
            return Join("outcome", "username", "userStatus", "signInAfterUnlink", "recovery", "errorId", "attempts", "reason");
        }

        if (string.IsNullOrEmpty((string?)row["providerName"]))
        {
            return null;
        }

        return Join("outcome", "username", "providerName", "providerAttributeName", "providerAttributeValue", "signInAfterUnlink", "errorId", "attempts", "verified", "signedOut", "reason");

        string Join(params string[] fields) => string.Join(" | ", fields.Select(field => Line().Replace(row[field]?.ToString() ?? "-", string.Empty)));
    }

    // Commands that only read a pool have no summary in PowerShell.
    private static bool IsReading(JsonNode step) => (string)step["command"]! is "check" or "compare";

    private static bool IsStoppedRehearsal(JsonNode step, bool stopped) => stopped && step["options"]?["whatIf"] is not null;

    private static string[] Counts(JsonNode step, JsonObject summary, bool stopped)
    {
        // In PowerShell, another command lists the pool, with its own requests. How much of the input was read before
        // an answer ends a run depends on timing in both hosts.
        var names = summary.Where(count => count.Value is JsonValue && !s_countsOfRequests.Contains(count.Key) && count.Key is not ("whatIf" or "seconds" or "listedAt"))
            .Where(count => count.Key != "notBegun" || !stopped)
            .Select(count => count.Key)
            .Concat(step["pool"] is null && !IsStoppedRehearsal(step, stopped) ? s_countsOfRequests : []);
        return [.. names.Where(name => summary[name] is { } count && count.ToString() != "0").Order(StringComparer.Ordinal).Select(name => $"{name} {summary[name]}")];
    }

    private static async Task AddOutsideAsync(Transcript transcript, ILocalUserPoolServer server, RowFolder files)
    {
        // Each command reads the pool's settings once, and in PowerShell another command lists the pool.
        var requests = server.GetRequests().Where(request => request.Operation != "DescribeUserPool").ToList();
        transcript["requests"] =
        [
            .. requests.Where(request => request.Operation != "ListIdentityProviders")
                .Concat(requests.Where(request => request.Operation == "ListIdentityProviders").DistinctBy(request => request.StatusCode))
                .Select(request => $"{request.Operation} {request.Username} {request.ProviderName} {request.ProviderAttributeName} {request.ProviderAttributeValue} {request.StatusCode} {request.ErrorCode}")
                .Order(StringComparer.Ordinal),
        ];
        transcript["pool"] = await PoolState.IdentitiesAsync(server);
        transcript["journal"] = File.Exists(files.PathOf("j")) ? [.. File.ReadAllLines(files.PathOf("j")).Select(JournalLine)] : [];
    }

    // Without times and ids, and without fields that only one of the hosts has.
    private static string JournalLine(string line)
    {
        if (!line.StartsWith('{') || !line.EndsWith('}'))
        {
            return line;
        }

        var record = JsonNode.Parse(line)!.AsObject();
        foreach (var name in new[] { "time", "run", "requestId" })
        {
            record.Remove(name);
        }

        // They include the requests of a listing, which is another command in PowerShell.
        (record["place"] as JsonObject)?.Remove("host");
        (record["place"] as JsonObject)?.Remove("instance");
        (record["totals"] as JsonObject)?.Remove("requests");
        if (record["settings"] is JsonObject settings)
        {
            settings.Remove("parameterSetName");
        }

        return DateCreated().Replace(PoolUrl().Replace(record.ToJsonString(), "http://pool"), "dateCreated");
    }

    [GeneratedRegex(@"^cognito-unlink: (?<id>\w+): (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Problem();

    [GeneratedRegex(@"^(In row \d+: |Line \d+ of '[^']*': )")]
    private static partial Regex Line();

    [GeneratedRegex(@"^Stopped after \d+ (identity|identities): ")]
    private static partial Regex StoppedAfter();

    [GeneratedRegex(@"journal '[^']*'")]
    private static partial Regex JournalPath();

    [GeneratedRegex(@"dateCreated\\u0022:\d+")]
    private static partial Regex DateCreated();

    [GeneratedRegex(@"http://(127\.0\.0\.1|localhost):\d+")]
    private static partial Regex PoolUrl();

    /// <summary>What a run did, as lines for each part.</summary>
    private sealed class Transcript(string errorOutput) : Dictionary<string, string[]>
    {
        public string ErrorOutput => errorOutput;

        public bool Stopped => this["stopped"] is ["True"];

        /// <summary>The messages of its errors; the command line adds what to do.</summary>
        public string[] Messages { get; set; } = [];
    }
}
