using System.Buffers;
using System.Text.Json;
using CognitoUnlink.LocalPool.Operations;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Takes passwords, client secrets and tokens out of a body before it is kept.</summary>
internal static class SecretStriker
{
    public const string Struck = "***";

    private static readonly string[] s_names =
    [
        "Password", "TemporaryPassword", "ClientSecret", "client_secret", "private_key",
        "PASSWORD", "NEW_PASSWORD", "REFRESH_TOKEN", "SECRET_HASH", "Session",
    ];

    // Any of these may hide a secret's name; other bodies, nearly all, are kept as they are.
    private static readonly byte[][] s_traces =
    [
        "assword\""u8.ToArray(), "ClientSecret\""u8.ToArray(), "client_secret"u8.ToArray(), "private_key"u8.ToArray(),
        "PASSWORD\""u8.ToArray(), "REFRESH_TOKEN\""u8.ToArray(), "SECRET_HASH\""u8.ToArray(), "Session\""u8.ToArray(), "\\u"u8.ToArray(),
    ];

    /// <summary>Null when the body may hold a secret and is no JSON.</summary>
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
