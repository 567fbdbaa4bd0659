using System.Net;
using System.Text;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Answers operations as a test specifies. STS operations come without a name.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    public const string PoolId = "us-east-1_Hostile";

    private readonly HttpListener _listener;
    private readonly Func<string, string, string> _answer;
    private readonly Task _serving;

    public AnsweringServer(Func<string, string, string> answer)
    {
        _answer = answer;
        (_listener, var host) = LoopbackListener.Start();
        Url = $"http://{host}/";
        _serving = ServeAsync();
    }

    public string Url { get; }

    public Task<ToolResult> RunAsync(params string[] arguments) => RunWithAsync([], arguments);

    public Task<ToolResult> RunWithAsync(Dictionary<string, string?> variables, params string[] arguments) => Cli.RunWithAsync(
        new(variables) { ["AWS_ACCESS_KEY_ID"] = "local", ["AWS_SECRET_ACCESS_KEY"] = "local" },
        [.. arguments, "--user-pool-id", PoolId, "--endpoint-url", Url, "--requests-per-second", "10000"]);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var target = context.Request.Headers["X-Amz-Target"]?.Split('.')[^1] ?? string.Empty;
                var body = Encoding.UTF8.GetBytes(_answer(target, await reader.ReadToEndAsync()));
                await context.Response.OutputStream.WriteAsync(body);
                context.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
        }
    }
}
