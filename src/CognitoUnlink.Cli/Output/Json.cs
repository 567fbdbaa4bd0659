using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CognitoUnlink.Identities;
using CognitoUnlink.Retirement;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Output;

/// <summary>JSON output: camel case, enums as words, non-ASCII unescaped.</summary>
internal static class Json
{
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static Utf8JsonWriter Writer() => new(
        Console.IsOutputRedirected ? StandardOutput.Stream : new TerminalJson(StandardOutput.Stream),
        new JsonWriterOptions { Indented = true, Encoder = Encoder });

    /// <summary>Writes an object, one of those that <see cref="OutputJson"/> names.</summary>
    public static void Write<T>(Utf8JsonWriter writer, T value) => JsonSerializer.Serialize(writer, value, typeof(T), OutputJson.Default);

    /// <summary>JSON for a terminal: also escapes invisible characters and direction marks, which the encoder does not.</summary>
    private sealed class TerminalJson(Stream screen) : WriteOnlyStream
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var text = new char[_decoder.GetCharCount(buffer, flush: false)];
            _decoder.GetChars(buffer, text, flush: false);
            var safe = new StringBuilder(text.Length);
            foreach (var rune in new string(text).EnumerateRunes())
            {
                var isSafe = rune.Value == '\n' || rune.Value == '\r' || Printable.Of(rune.ToString()) == rune.ToString();
                safe.Append(isSafe ? rune.ToString() : string.Concat(rune.ToString().Select(letter => $"\\u{(int)letter:X4}")));
            }

            screen.Write(Encoding.UTF8.GetBytes(safe.ToString()));
        }

        public override void Flush() => screen.Flush();
    }
}

/// <summary>The objects within the output.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LinkedIdentity))]
[JsonSerializable(typeof(UnlinkRow))]
[JsonSerializable(typeof(LinkRow))]
[JsonSerializable(typeof(ClientRow))]
[JsonSerializable(typeof(FallbackRow))]
[JsonSerializable(typeof(RetirementFinding))]
[JsonSerializable(typeof(ComparedIdentity))]
[JsonSerializable(typeof(DateTime?))]
internal sealed partial class OutputJson : JsonSerializerContext;
