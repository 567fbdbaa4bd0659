using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CognitoUnlink.Cli.Output;

/// <summary>How objects become JSON: camel case, enums as words, non-ASCII as it is.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static Utf8JsonWriter Writer() =>
        new(StandardOutput.Stream, new JsonWriterOptions { Indented = true, Encoder = Options.Encoder });
}
