using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>The part of AWS Lambda that a runtime talks to (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), for one environment.</summary>
internal sealed class LambdaRuntime : IAsyncDisposable
{
    private const string Path = "/2018-06-01/runtime/invocation/";

    private readonly HttpListener _listener;
    private readonly Channel<(JsonNode Event, TaskCompletionSource<JsonNode> Answer)> _events = Channel.CreateUnbounded<(JsonNode, TaskCompletionSource<JsonNode>)>();
    private readonly Task _serving;

    public LambdaRuntime()
    {
        (_listener, Host) = LoopbackListener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The value for AWS_LAMBDA_RUNTIME_API.</summary>
    public string Host { get; }

    public int Invocations { get; private set; }

    /// <summary>Invokes the function.</summary>
    /// <exception cref="StatesException">It answered with an error.</exception>
    public async Task<JsonNode> InvokeAsync(JsonNode payload)
    {
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _events.Writer.WriteAsync((payload, answer));
        return await answer.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.Complete();
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var next = await _listener.GetContextAsync();
                Assert.Equal(("GET", $"{Path}next"), (next.Request.HttpMethod, next.Request.RawUrl));
                var (payload, answer) = await _events.Reader.ReadAsync();
                var id = $"request-{++Invocations}";
                next.Response.Headers.Add("Lambda-Runtime-Aws-Request-Id", id);
                await next.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(payload.ToJsonString()));
                next.Response.Close();

                var posted = await _listener.GetContextAsync();
                using var reader = new StreamReader(posted.Request.InputStream);
                var body = JsonNode.Parse(await reader.ReadToEndAsync())!;
                posted.Response.StatusCode = 202;
                posted.Response.Close();
                if (posted.Request.RawUrl == $"{Path}{id}/response")
                {
                    answer.SetResult(new JsonObject { ["Payload"] = body });
                }
                else
                {
                    Assert.Equal($"{Path}{id}/error", posted.Request.RawUrl);
                    answer.SetException(new StatesException((string)body["errorType"]!, (string)body["errorMessage"]!));
                }
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or ChannelClosedException)
        {
        }
    }
}
