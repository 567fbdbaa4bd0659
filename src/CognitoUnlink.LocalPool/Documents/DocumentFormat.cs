using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Documents;

/// <summary>Reads and writes documents as JSON. An unknown field is an error: a misspelt switch would otherwise be ignored.</summary>
internal static class DocumentFormat
{
    /// <summary>Deeper than any request may be, because app clients keep whatever settings they were given.</summary>
    public const int MaximumDepth = 128;

    private static readonly DocumentJson s_types = new(new JsonSerializerOptions(DocumentJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static T Read<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(WithoutMark(json), TypeOf<T>()) ?? throw new LocalUserPoolException("null is not allowed here.");
        }
        catch (JsonException error)
        {
            throw new LocalUserPoolException(Explain(error), error);
        }
    }

    public static ReadOnlyMemory<byte> Write<T>(T value)
    {
        var stream = new MemoryStream();
        JsonSerializer.Serialize(stream, value, TypeOf<T>());
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)s_types.GetTypeInfo(typeof(T))!;

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json)
    {
        var mark = "\uFEFF"u8;
        return json.StartsWith(mark) ? json[mark.Length..] : json;
    }

    private static string Explain(JsonException error)
    {
        var text = InOurWords(error.Message);
        return error.LineNumber is { } line
            ? FormattableString.Invariant($"{error.Path} (line {line + 1}): {text}")
            : $"{error.Path}: {text}";
    }

    /// <summary>The serializer's messages name .NET types, which mean nothing to the author of the file.</summary>
    private static string InOurWords(string message)
    {
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            return "This field is not known.";
        }

        if (message.Contains("missing required properties", StringComparison.Ordinal))
        {
            // .NET 8 lists the names without quotation marks.
            var names = message[(message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Split([',', ';', '.', '\'', ' '], StringSplitOptions.RemoveEmptyEntries);
            return $"Missing: '{string.Join("', '", names)}'.";
        }

        if (message.Contains("could not be converted", StringComparison.Ordinal))
        {
            return "This value is not allowed here.";
        }

        var path = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return path < 0 ? message : message[..path];
    }
}
