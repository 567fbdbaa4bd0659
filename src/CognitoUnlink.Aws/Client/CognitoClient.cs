using System.Net;
using Amazon.Runtime;
using CognitoUnlink.Aws.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Client;

/// <summary>
/// Speaks Cognito's JSON 1.1 protocol: it signs and sends, and does not read the JSON.
/// <see href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html"/>
/// </summary>
internal sealed class CognitoClient(AWSCredentials credentials, Uri endpoint, string region, IWebProxy? proxy, TimeSpan timeout, HttpMessageHandler? handler = null) : IDisposable
{
    /// <summary>The service's name in signatures and host names.</summary>
    public const string SigningName = "cognito-idp";

    private const string ContentType = "application/x-amz-json-1.1";
    private const int LongestHeader = 200;

    private readonly RequestSigner _signer = new(endpoint, region, SigningName, ContentType);
    // An HttpClient would add a limit of its own to each request, which ends with the headers.
    private readonly HttpMessageInvoker _http = new(handler ?? HttpClients.Handler(endpoint, proxy));
    private long _ticksBehind;

    /// <summary>Sends a call, and again with the service's time if it refuses the signature because this computer's clock is wrong.</summary>
    /// <exception cref="ErrorReplyException">The answer's status says that the call failed.</exception>
    public async Task<JsonReply> SendAsync(string operation, byte[] body, CancellationToken cancellationToken)
    {
        var time = Now;
        try
        {
            return await SendOnceAsync(operation, body, time, cancellationToken).ConfigureAwait(false);
        }
        catch (ErrorReplyException error) when (ServiceClock.IsWhy(error.Reply.Time, time) && ServiceErrorMap.SaysRefused(error.Reply))
        {
            Interlocked.Exchange(ref _ticksBehind, (error.Reply.Time!.Value - DateTime.UtcNow).Ticks);
        }

        return await SendOnceAsync(operation, body, Now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The instance id of the local user pool at the endpoint; null if there is none.</summary>
    public async Task<string?> InstanceAsync(CancellationToken cancellationToken)
    {
        if (!endpoint.IsLoopback)
        {
            return null;
        }

        using var limit = Limit(cancellationToken);
        return await LocalPoolInstance.ReadAsync(_http, endpoint, limit.Token).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private DateTime Now => DateTime.UtcNow.AddTicks(Interlocked.Read(ref _ticksBehind));

    private async Task<JsonReply> SendOnceAsync(string operation, byte[] body, DateTime time, CancellationToken cancellationToken)
    {
        var keys = await credentials.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        using var request = _signer.Sign(body, keys, time, $"AWSCognitoIdentityProviderService.{operation}");
        using var limit = Limit(cancellationToken);
        request.Headers.TryAddWithoutValidation("User-Agent", HttpClients.UserAgent);
        using var response = await _http.SendAsync(request, limit.Token).ConfigureAwait(false);
        var answer = await PooledBody.ReadAsync(response.Content, HttpClients.LongestAnswer, limit.Token).ConfigureAwait(false);
        var requestId = Header(response, "x-amzn-RequestId");
        if (response.IsSuccessStatusCode)
        {
            return new JsonReply((int)response.StatusCode, requestId, answer);
        }

        using (answer)
        {
            throw new ErrorReplyException(new ErrorReply
            {
                StatusCode = (int)response.StatusCode,
                RequestId = requestId,
                ErrorType = Header(response, "x-amzn-ErrorType"),
                Time = response.Headers.Date?.UtcDateTime,
                Body = answer.Bytes.ToArray(),
            });
        }
    }

    private CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        return limit;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? ShortText.Of(values.ToString(), LongestHeader) : null;
}

/// <summary>A successful answer, as received.</summary>
/// <param name="StatusCode">The status.</param>
/// <param name="RequestId">The service's request id.</param>
/// <param name="Body">The JSON, in an array that goes back to the pool when the reply is disposed of.</param>
internal sealed record JsonReply(int StatusCode, string? RequestId, PooledBody Body) : IDisposable
{
    public void Dispose() => Body.Dispose();
}

/// <summary>An answer whose status says that the call failed; it never leaves this assembly.</summary>
internal sealed class ErrorReplyException(ErrorReply reply) : Exception
{
    public ErrorReply Reply { get; } = reply;
}

/// <summary>Tells whether a signature was refused because of this computer's clock.</summary>
internal static class ServiceClock
{
    // A signature is good for five minutes either way; less than this is not why one was refused.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(4);

    // A service whose year is outside this range is itself wrong.
    private const int FirstYear = 2020;
    private const int LastYear = 2200;

    /// <param name="said">The service's time in its refusal, UTC.</param>
    /// <param name="signed">The time that was signed, UTC.</param>
    public static bool IsWhy(DateTime? said, DateTime signed) =>
        said is { Year: >= FirstYear and <= LastYear } time && (time - signed).Duration() > s_tolerance;
}
