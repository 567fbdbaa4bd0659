using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak;

/// <summary><c>cognito-unlink serve</c> as a separate process, and its control API.</summary>
internal sealed partial class PoolProcess : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private readonly HttpClient _http;

    private PoolProcess(Process process, string endpointUrl)
    {
        Process = process;
        EndpointUrl = endpointUrl;
        _http = new HttpClient { BaseAddress = new Uri(new Uri(endpointUrl), "_local/"), Timeout = TimeSpan.FromMinutes(5) };
    }

    public Process Process { get; }

    public string EndpointUrl { get; }

    public static async Task<PoolProcess> StartAsync(int users, int seed, params string[] options)
    {
        var process = Children.Start(
            Children.CommandLine,
            ["serve", "--users", users.ToString(CultureInfo.InvariantCulture), "--seed", seed.ToString(CultureInfo.InvariantCulture), .. options],
            TestSupport.CleanEnvironment.Variables);
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        return new PoolProcess(process, Address().Match(line).Value);
    }

    public async Task SeedAsync(int users, int seed) => await PostAsync("seed", new { users, seed });

    public Task<byte[]> SnapshotAsync() => _http.GetByteArrayAsync("snapshot");

    public async Task RestoreAsync(byte[] document)
    {
        using var content = new ByteArrayContent(document);
        using var answer = await _http.PostAsync("restore", content);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<IReadOnlyList<LocalUserPoolRequest>> RequestsAsync(long since)
    {
        var answer = await _http.GetFromJsonAsync<RequestPage>(string.Create(CultureInfo.InvariantCulture, $"requests?since={since}"), s_json);
        return answer!.Requests;
    }

    public async Task ForgetRequestsAsync() => (await _http.DeleteAsync("requests")).Dispose();

    public Task AddFaultAsync(LocalUserPoolFault fault) => PostAsync("faults", fault);

    public async Task<IReadOnlyList<LocalUserPoolFault>> FaultsAsync() => (await _http.GetFromJsonAsync<FaultPage>("faults", s_json))!.Faults;

    public async Task EndFaultsAsync() => (await _http.DeleteAsync("faults")).Dispose();

    public Task SetQuotasAsync(LocalUserPoolQuotas quotas) => PostAsync("quotas", quotas);

    public void Dispose()
    {
        _http.Dispose();
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }

    private async Task PostAsync<T>(string path, T body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, s_json);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"/_local/{path}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [GeneratedRegex(@"http://\S+/")]
    private static partial Regex Address();

    private sealed record RequestPage(LocalUserPoolRequest[] Requests);

    private sealed record FaultPage(LocalUserPoolFault[] Faults);
}
