using System.Buffers;
using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Speaks the service's protocol: checks the caller and the operation, then runs, logs and answers it.</summary>
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

/// <summary>Runs an operation, with its faults before and after it, if the quotas allow it.</summary>
internal sealed class CallRunner(StateKeeper state, FaultList faults, QuotaGate quotas, TimeProvider clock)
{
    public async Task<ReadOnlyMemory<byte>> RunAsync(Operation operation, byte[] body, string region, CancellationToken cancellationToken)
    {
        using var document = Parse(body);
        var target = new CallTarget(operation.Name, document.RootElement, state);
        await faults.Choose(target, done: false).ApplyAsync(clock, cancellationToken).ConfigureAwait(false);
        quotas.Pass(target);
        var output = Execute(operation, document.RootElement, region);
        await faults.Choose(target, done: true).ApplyAsync(clock, cancellationToken).ConfigureAwait(false);
        return output;
    }

    private ReadOnlyMemory<byte> Execute(Operation operation, JsonElement input, string region)
    {
        var violations = new Violations();
        operation.Input.Check(input, "", violations);
        if (violations.Any)
        {
            throw ServiceErrors.InvalidParameter(violations.ToString());
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonFormats.Writer))
        {
            writer.WriteStartObject();
            state.Use(current =>
            {
                operation.Execute(new OperationCall(current, input, writer, clock.GetUtcNow(), region));
                return true;
            });
            writer.WriteEndObject();
        }

        return operation.HasOutput ? buffer.WrittenMemory : default;
    }

    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonBody.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
        }
        catch (JsonException)
        {
            throw ServiceErrors.Serialization("The request body is not valid JSON.");
        }
    }
}
