using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Output;

/// <summary>Messages on stderr.</summary>
internal static class Messages
{
    /// <summary>Writes an error: its id, what happened, what to do.</summary>
    /// <param name="problem">The error.</param>
    /// <param name="couldNotStart">Whether it kept a run from starting, so that users without an AWS account need a hint on how to go on.</param>
    public static void Write(CognitoUnlinkException problem, bool couldNotStart = false)
    {
        Say(Color.Red, $"{problem.ErrorId}:", $"{problem.Message} {Advice.For(problem)}");
        if (couldNotStart && Advice.IsAboutAccount(problem))
        {
            Hint(Advice.WithoutAccount);
        }
    }

    public static void WriteStopped(IOException problem) => WriteLines($"cognito-unlink: Stopped because its output cannot be written: {problem.Message}");

    public static void WriteUsage(string text) => Say(Color.Red, "Error:", text);

    public static void Hint(string text) => WriteLines(Printable.Of(text), line => $"  {line}");

    public static void End(string text) => WriteLines(text);

    /// <summary>Writes a line of the log that <c>--verbose</c> turns on.</summary>
    public static void Log(string text) => WriteLines($"cognito-unlink: {text}");

    public static void Warn(string text) => Say(Color.Yellow, "Warning:", text);

    private static void Say(Color color, string kind, string text)
    {
        const string Program = "cognito-unlink: ";
        var start = Program + kind;
        WriteLines($"{start} {Printable.Of(text)}", line => line.StartsWith(start, StringComparison.Ordinal) ? $"{Program}{Paint.Error(color, kind)}{line[start.Length..]}" : line);
    }

    /// <summary>On a terminal messages are wrapped between words; elsewhere each is one line.</summary>
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
