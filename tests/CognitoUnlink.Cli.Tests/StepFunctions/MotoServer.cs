using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>AWS as simulated by moto, for the AWS CLI.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private Process? _process;

    public string Url { get; private set; } = string.Empty;

    /// <summary>Why moto is not available; null if it is.</summary>
    public static string? Missing => !Peers.HasAwsCli ? Peers.NoAwsCli : !Peers.HasMoto ? Peers.NoMoto : OperatingSystem.IsWindows() ? "Needs sh." : null;

    public Dictionary<string, string?> Variables => new(CleanEnvironment.Variables)
    {
        ["AWS_ACCESS_KEY_ID"] = "moto",
        ["AWS_SECRET_ACCESS_KEY"] = "moto",
        ["AWS_DEFAULT_REGION"] = "eu-west-1",
        ["AWS_ENDPOINT_URL"] = Url,
        ["AWS_PAGER"] = "",
    };

    public async Task<string> AwsAsync(params string[] arguments)
    {
        var run = await Tool.RunAsync("aws", arguments, Variables);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run.Output.Trim();
    }

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _process = Process.Start(new ProcessStartInfo("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", $"{new Uri(Url).Port}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"{Url}/moto-api/"), limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }
}
