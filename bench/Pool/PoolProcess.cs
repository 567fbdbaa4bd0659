using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Pool;

/// <summary>A local user pool in a process of its own: <c>cognito-unlink serve</c>.</summary>
internal sealed partial class PoolProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _control;

    private PoolProcess(Process process, LocalUserPool pool)
    {
        _process = process;
        Pool = pool;
        _control = new HttpClient { BaseAddress = new Uri(new Uri(pool.EndpointUrl), "/_local/"), Timeout = TimeSpan.FromMinutes(10) };
    }

    public LocalUserPool Pool { get; }

    /// <summary>What clients outside this process need to reach the pool.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>(CleanEnvironment.ForBenchmarks)
    {
        ["AWS_ACCESS_KEY_ID"] = Pool.AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = Pool.SecretKey,
        ["AWS_DEFAULT_REGION"] = Pool.Region,
        ["AWS_REGION"] = Pool.Region,
    };

    /// <summary>Starts a pool.</summary>
    /// <param name="arguments">Which users.</param>
    public static async Task<PoolProcess> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Programs.CommandLine, "serve", .. arguments]) { RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The local user pool did not start.");
        var line = await process.StandardOutput.ReadLineAsync() ?? string.Empty;
        var says = Announcement().Match(line);
        return says.Success
            ? new PoolProcess(process, new LocalUserPool(says.Groups["id"].Value, says.Groups["url"].Value, says.Groups["region"].Value, says.Groups["access"].Value, says.Groups["secret"].Value))
            : throw new InvalidOperationException($"The local user pool did not start: {line}");
    }

    /// <summary>Processor time that the server has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Back to how it was started.</summary>
    public Task ResetAsync() => SendAsync(HttpMethod.Post, "reset", null);

    public Task SetQuotasAsync(object quotas) => SendAsync(HttpMethod.Put, "quotas", quotas);

    public Task AddFaultAsync(object fault) => SendAsync(HttpMethod.Post, "faults", fault);

    /// <summary>The requests since the last reset: when they came, which operation, and how they were answered.</summary>
    public async Task<IReadOnlyList<PoolRequest>> RequestsAsync()
    {
        using var json = JsonDocument.Parse(await _control.GetByteArrayAsync(new Uri("requests", UriKind.Relative)));
        var list = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement : json.RootElement.GetProperty("requests");
        return [.. list.EnumerateArray().Select(request => new PoolRequest(
            DateTime.Parse(request.GetProperty("timestamp").GetString()!, CultureInfo.InvariantCulture),
            request.GetProperty("operation").GetString()!,
            request.GetProperty("statusCode").GetInt32()))];
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Default) };
        using var response = await _control.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    [GeneratedRegex(@"^User pool (?<id>\S+) at (?<url>\S+) \(access key (?<access>[^,]+), secret key (?<secret>[^,]+), region (?<region>[^)]+)\)")]
    private static partial Regex Announcement();
}
