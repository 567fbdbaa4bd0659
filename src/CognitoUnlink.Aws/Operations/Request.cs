using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Writes an operation's input: the members under their own names, those that are null left out.</summary>
internal static class Request
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Subjects go out as they are; the body is never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(object input) => JsonSerializer.SerializeToUtf8Bytes(input, s_options);
}
