using System.Buffers;
using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>The service's protocol: who asks, what operation; then it is done, logged and answered.</summary>
internal sealed class ApiHandler(CallRunner runner, RequestLog log, SignatureVerifier? signatures, string region, TimeProvider clock)
{
    private const string ContentType = "application/x-amz-json-1.1";
    private const string TargetPrefix = "AWSCognitoIdentityProviderService.";

    /// <returns>Null when the connection is to be closed without an answer.</returns>
    public async Task<Answer?> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var arrival = clock.GetUtcNow();
        var target = request.Headers["X-Amz-Target"] ?? "";
        var name = target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? target[TargetPrefix.Length..] : target;
        var signer = SignatureVerifier.Claimed(request.Headers);
        Answer? answer;
        var hangs = false;
        try
        {
            var operation = OperationTable.Find(name) ?? throw ServiceErrors.UnknownOperation();
            name = operation.Name;
            signatures?.Verify(request.Headers, request.Body);
            answer = new(200, ContentType, await runner.RunAsync(operation, request.Body, signer?.Region ?? region, cancellationToken).ConfigureAwait(false));
        }
        catch (ServiceException error)
        {
            answer = Failed(error);
        }
        catch (NoAnswerException end)
        {
            answer = null;
            hangs = end.Hang;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            answer = Failed(ServiceErrors.InternalError(error));
        }

        log.Add(new LoggedCall(
            arrival.UtcDateTime, name, SecretStriker.Strike(request.Body), signer?.AccessKey, signer?.Region,
            answer?.StatusCode ?? 0, answer?.Error?.Code, answer?.RequestId));
        if (hangs)
        {
            await request.ClientGoneAsync(cancellationToken).ConfigureAwait(false);
        }

        return answer;
    }

    public static Answer Failed(ServiceException error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonFormats.Writer))
        {
            writer.WriteStartObject();
            writer.WriteString("__type", error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }

        return new(error.StatusCode, ContentType, buffer.WrittenMemory) { Error = error };
    }
}
