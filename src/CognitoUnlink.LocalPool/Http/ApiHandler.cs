using System.Buffers;
using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Signing;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>The service's protocol: who asks, what operation, is its input valid; then it is done, logged and answered.</summary>
internal sealed class ApiHandler(StateKeeper state, RequestLog log, SignatureVerifier? signatures, string region, TimeProvider clock)
{
    private const string ContentType = "application/x-amz-json-1.1";
    private const string TargetPrefix = "AWSCognitoIdentityProviderService.";

    public Answer Handle(ApiRequest request)
    {
        var arrival = clock.GetUtcNow();
        var target = request.Headers["X-Amz-Target"] ?? "";
        var name = target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? target[TargetPrefix.Length..] : target;
        var signer = SignatureVerifier.Claimed(request.Headers);
        Answer answer;
        try
        {
            var operation = OperationTable.Find(name) ?? throw ServiceErrors.UnknownOperation();
            name = operation.Name;
            signatures?.Verify(request.Headers, request.Body);
            answer = new(200, ContentType, Execute(operation, request.Body, arrival, signer?.Region ?? region));
        }
        catch (ServiceException error)
        {
            answer = Failed(error);
        }
        catch (Exception error)
        {
            answer = Failed(ServiceErrors.InternalError(error));
        }

        log.Add(new LoggedCall(
            arrival.UtcDateTime, name, SecretStriker.Strike(request.Body), signer?.AccessKey, signer?.Region,
            answer.StatusCode, answer.Error?.Code, answer.RequestId));
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

    private ReadOnlyMemory<byte> Execute(Operation operation, byte[] body, DateTimeOffset now, string callRegion)
    {
        using var document = Parse(body);
        var violations = new Violations();
        operation.Input.Check(document.RootElement, "", violations);
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
                operation.Execute(new OperationCall(current, document.RootElement, writer, now, callRegion));
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
            return JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
        }
        catch (JsonException)
        {
            throw ServiceErrors.Serialization("The request body is not valid JSON.");
        }
    }
}
