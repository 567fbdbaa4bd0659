using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Output;

/// <summary>JSON output: camel case, enums as words, non-ASCII unescaped.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static Utf8JsonWriter Writer() => new(
        Console.IsOutputRedirected ? StandardOutput.Stream : new TerminalJson(StandardOutput.Stream),
        new JsonWriterOptions { Indented = true, Encoder = Options.Encoder });

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
