using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CognitoUnlink.Gateway;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Aws.Tests.Moto;

/// <summary>A moto server with a seeded pool, for the tests of one class.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private Process? _process;

    public string Url { get; } = $"http://127.0.0.1:{FreePort()}";

    public string PoolId { get; private set; } = "";

    public ICognitoGateway Gateway() => new CognitoGatewayFactory().Create(new GatewayOptions
    {
        AccessKey = "moto",
        SecretKey = "moto",
        Region = "eu-west-1",
        EndpointUrl = Url,
    });

    public async ValueTask InitializeAsync()
    {
        if (!Peers.HasMoto)
        {
            return;
        }

        var port = new Uri(Url).Port.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(new ProcessStartInfo("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", port])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilItListensAsync();

        var seeded = await Tool.RunAsync("python3", [Repository.PathOf("tests", "CognitoUnlink.Aws.Tests", "Moto", "seed.py"), Url]);
        Assert.True(seeded.ExitCode == 0, seeded.ToString());
        using var json = JsonDocument.Parse(seeded.Output);
        PoolId = json.RootElement.GetProperty("pool").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task UntilItListensAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, new Uri(Url).Port, limit.Token);
                return;
            }
            catch (SocketException) when (_process is { HasExited: false })
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
