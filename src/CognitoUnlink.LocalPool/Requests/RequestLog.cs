using System.Buffers;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalUserPools;
using static CognitoUnlink.LocalPool.Requests.CallInput;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>The newest requests. Numbering continues when old ones are dropped, so a gap shows that some were.</summary>
internal sealed class RequestLog(int capacity = RequestLog.DefaultCapacity, long mostBytes = RequestLog.DefaultMostBytes)
{
    public const int DefaultCapacity = 500_000;
    public const long DefaultMostBytes = 256L * 1024 * 1024;

    private readonly object _gate = new();
    private readonly Queue<LoggedCall> _calls = new();
    private long _count;
    private long _bytes;

    public void Add(LoggedCall call)
    {
        lock (_gate)
        {
            call.Number = ++_count;
            _calls.Enqueue(call);
            _bytes += call.Body?.Length ?? 0;
            while (_calls.Count > capacity || (_bytes > mostBytes && _calls.Count > 1))
            {
                _bytes -= _calls.Dequeue().Body?.Length ?? 0;
            }
        }
    }

    public IReadOnlyList<LocalUserPoolRequest> Since(long number = 0)
    {
        LoggedCall[] calls;
        lock (_gate)
        {
            calls = [.. _calls];
        }

        return [.. calls.Where(call => call.Number > number).Select(static call => call.ToRequest())];
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            (_count, _bytes) = (0, 0);
        }
    }
}

/// <summary>A request as the log keeps it. The body is read only on demand.</summary>
internal sealed record LoggedCall(
    DateTime Timestamp, string Operation, byte[]? Body, string? AccessKey, string? Region, int StatusCode, string? ErrorCode, Guid? RequestId)
{
    public long Number { get; set; }

    public LocalUserPoolRequest ToRequest()
    {
        using var document = Parse();
        var input = document?.RootElement;
        var user = ProviderUserInput(input);
        return new LocalUserPoolRequest
        {
            Number = Number,
            Timestamp = Timestamp,
            Operation = Operation,
            UserPoolId = Text(input, "UserPoolId"),
            Username = Text(input, "Username") ?? Text(Member(input, "AuthParameters"), "USERNAME"),
            ProviderName = Text(user, "ProviderName"),
            ProviderAttributeName = Text(user, "ProviderAttributeName"),
            ProviderAttributeValue = Text(user, "ProviderAttributeValue"),
            AccessKey = AccessKey,
            Region = Region,
            Body = Body is null ? null : Encoding.UTF8.GetString(Body),
            StatusCode = StatusCode,
            ErrorCode = ErrorCode,
            RequestId = RequestId?.ToString(),
        };
    }

    private JsonDocument? Parse()
    {
        try
        {
            return Body is null or [] ? null : JsonBody.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Removes passwords, client secrets and tokens from a body before it is kept.</summary>
internal static class SecretStriker
{
    public const string Struck = "***";

    private static readonly string[] s_names =
    [
        "Password", "TemporaryPassword", "ClientSecret", "client_secret", "private_key",
        "PASSWORD", "NEW_PASSWORD", "REFRESH_TOKEN", "SECRET_HASH", "Session",
    ];

    // A body without any of these has no secret, and is kept as it is: nearly all are.
    private static readonly byte[][] s_traces =
    [
        "assword\""u8.ToArray(), "ClientSecret\""u8.ToArray(), "client_secret"u8.ToArray(), "private_key"u8.ToArray(),
        "PASSWORD\""u8.ToArray(), "REFRESH_TOKEN\""u8.ToArray(), "SECRET_HASH\""u8.ToArray(), "Session\""u8.ToArray(), "\\u"u8.ToArray(),
    ];

    /// <summary>Null if the body may hold a secret and is not JSON.</summary>
    public static byte[]? Strike(byte[] body)
    {
        if (!Array.Exists(s_traces, trace => body.AsSpan().IndexOf(trace) >= 0))
        {
            return body;
        }

        try
        {
            using var document = JsonBody.Parse(body);
            var buffer = new ArrayBufferWriter<byte>(body.Length + 16);
            using (var writer = new Utf8JsonWriter(buffer, JsonFormats.Writer))
            {
                Copy(document.RootElement, writer);
            }

            return buffer.WrittenSpan.ToArray();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Copy(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    if (s_names.Contains(member.Name))
                    {
                        writer.WriteStringValue(Struck);
                    }
                    else
                    {
                        Copy(member.Value, writer);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Copy(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
