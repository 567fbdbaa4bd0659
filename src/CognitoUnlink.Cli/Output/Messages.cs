using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Output;

/// <summary>What is said on stderr.</summary>
internal static class Messages
{
    /// <summary>Says an error of this product: its stable id, what happened, what to do.</summary>
    /// <param name="problem">The error.</param>
    /// <param name="couldNotStart">Whether it kept a run from starting, so that somebody without an AWS account is to be told how to go on.</param>
    public static void Write(CognitoUnlinkException problem, bool couldNotStart = false)
    {
        Say(Color.Red, $"{problem.ErrorId}:", $"{problem.Message} {Advice.For(problem)}");
        if (couldNotStart && Advice.IsAboutAccount(problem))
        {
            Hint(Advice.WithoutAccount);
        }
    }

    /// <summary>Says that data could not be written to stdout.</summary>
    public static void WriteStopped(IOException problem) => WriteLines($"cognito-unlink: Stopped, since its output cannot be written: {problem.Message}");

    /// <summary>Says what is wrong with the command line.</summary>
    public static void WriteUsage(string text) => Say(Color.Red, "Error:", text);

    /// <summary>Says what to do next.</summary>
    public static void Hint(string text) => WriteLines(Printable.Of(text), line => $"  {line}");

    /// <summary>Says how a run ended.</summary>
    public static void End(string text) => WriteLines(text);

    /// <summary>Says what was asked for with <c>--verbose</c>.</summary>
    public static void Tell(string text) => WriteLines($"cognito-unlink: {text}");

    /// <summary>Says what may matter and is no error.</summary>
    public static void Warn(string text) => Say(Color.Yellow, "Warning:", text);

    private static void Say(Color color, string kind, string text)
    {
        const string Program = "cognito-unlink: ";
        var start = Program + kind;
        WriteLines($"{start} {Printable.Of(text)}", line => line.StartsWith(start, StringComparison.Ordinal) ? $"{Program}{Paint.Error(color, kind)}{line[start.Length..]}" : line);
    }

    /// <summary>On a terminal lines end between words; elsewhere a message is one line.</summary>
    private static void WriteLines(string text, Func<string, string>? paintFirst = null)
    {
        var isWhole = Console.IsErrorRedirected || Screen.IsDumb || CellWidth.Of(text) < Screen.Width - 2;
        var lines = isWhole ? [text] : TextWrap.Lines(text, Screen.Width - 2);
        for (var i = 0; i < lines.Count; i++)
        {
            Console.Error.WriteLine(i > 0 ? $"  {lines[i]}" : paintFirst is null ? lines[i] : paintFirst(lines[i]));
        }
    }
}
