using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Report.Html;

/// <summary>Writes a page. Interpolated values are text and never become markup.</summary>
internal sealed class HtmlWriter(Stream stream) : IDisposable
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true) { NewLine = "\n" };

    /// <summary>Writes markup with text in it.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] ref Markup markup) => _writer.WriteLine();

    /// <summary>Writes text that is markup, style or script of our own.</summary>
    public void WriteOwn(string text) => _writer.Write(text);

    /// <summary>Lets something else write to the stream.</summary>
    public void WriteBytes(Action<Stream> write)
    {
        _writer.Flush();
        write(stream);
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>The interpolated string handler: literals are markup, values are text.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly TextWriter _writer;

        // A longer value would make the page useless for the others.
        private const int LongestValue = 500;

        // A word that fits the narrowest phone.
        private const int LongestWhole = 36;

        // Where the name of a host, an address or an ARN may be broken.
        private static readonly System.Buffers.SearchValues<char> s_ends = System.Buffers.SearchValues.Create(":/.@");

        public Markup(int literalLength, int formattedCount, HtmlWriter writer) => _writer = writer._writer;

        public void AppendLiteral(string literal) => _writer.Write(literal);

        public void AppendFormatted(string? text) => s_encoder.Encode(_writer, VisibleText.Of(text ?? string.Empty));

        public void AppendFormatted(Value value)
        {
            if (value.Text is null)
            {
                _writer.Write('–');
                return;
            }

            _writer.Write("<bdi>");
            AppendFormatted(ShortText.Of(value.Text, LongestValue));
            _writer.Write("</bdi>");
        }

        public void AppendFormatted(Prose prose)
        {
            var words = prose.Text?.Split(' ') ?? [];
            for (var i = 0; i < words.Length; i++)
            {
                _writer.Write(i > 0 ? " " : string.Empty);
                AppendWhole(words[i]);
            }
        }

        public void AppendFormatted(Name name)
        {
            _writer.Write("<bdi>");
            var text = ShortText.Of(name.Text, LongestValue) ?? string.Empty;
            for (var (from, to) = (0, 0); from < text.Length; from = to)
            {
                to = text.AsSpan(from).IndexOfAny(s_ends) is >= 0 and var end ? from + end + 1 : text.Length;
                AppendWhole(text[from..to]);
                _writer.Write(to < text.Length ? "<wbr>" : string.Empty);
            }

            _writer.Write("</bdi>");
        }

        private void AppendWhole(string word)
        {
            var isWhole = word.Length <= LongestWhole && word.Contains('-', StringComparison.Ordinal);
            _writer.Write(isWhole ? "<span class=\"whole\">" : string.Empty);
            AppendFormatted(word);
            _writer.Write(isWhole ? "</span>" : string.Empty);
        }

        public void AppendFormatted(Flag flag) => _writer.Write(flag.IsThere ? flag.Markup : string.Empty);

        public void AppendFormatted(long number) => _writer.Write(number.ToString("N0", CultureInfo.InvariantCulture));

        public void AppendFormatted(double number) => _writer.Write(number.ToString("0.##", CultureInfo.InvariantCulture));

        public void AppendFormatted(DateTime time) => AppendFormatted(time, string.Empty);

        /// <summary>A time to the second.</summary>
        /// <param name="time">The time, UTC.</param>
        /// <param name="format">How its fraction is written, for instance .fff.</param>
        public void AppendFormatted(DateTime time, string format)
        {
            var text = time.ToString("yyyy-MM-dd HH:mm:ss" + format, CultureInfo.InvariantCulture);
            _writer.Write($"<time datetime=\"{time.ToString("s", CultureInfo.InvariantCulture)}Z\">{text}</time>");
        }
    }
}

/// <summary>Our own markup that may be left out.</summary>
/// <param name="IsThere">Whether it is.</param>
/// <param name="Markup">The markup; never from elsewhere.</param>
internal readonly record struct Flag(bool IsThere, string Markup);

/// <summary>Sentences, in which no name of a command or of a region is broken at its hyphens.</summary>
internal readonly record struct Prose(string? Text);

/// <summary>The name of a host, a person or a role, which may be broken between its parts only.</summary>
internal readonly record struct Name(string? Text);

/// <summary>A value from outside, to be set off from the text around it.</summary>
/// <param name="Text">The value; null shows as a dash.</param>
internal readonly record struct Value(string? Text);

/// <summary>Makes invisible characters of foreign text visible: control and format characters, including those that change the direction of text.</summary>
internal static class VisibleText
{
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsHidden))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                visible.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
            }
            else
            {
                visible.Append(rune.ToString());
            }
        }

        return visible.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
