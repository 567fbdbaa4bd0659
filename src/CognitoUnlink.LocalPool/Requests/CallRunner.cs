using System.Buffers;
using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Does an operation between its faults, if the quotas let it.</summary>
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
