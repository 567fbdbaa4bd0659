using System.Globalization;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Retirement;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes a finding to stdout for people: a line that says what it is, and below it the words.</summary>
internal static class FindingText
{
    private const string Indent = "  ";

    public static void Write(RetirementFinding finding)
    {
        var color = finding.Severity switch
        {
            FindingSeverity.Blocker => Color.Red,
            FindingSeverity.Warning => Color.Yellow,
            _ => Color.Dim,
        };
        Console.Out.WriteLine($"{Paint.Out(color, finding.Severity.ToString().PadRight(12))}{Paint.Out(Color.Bold, finding.Check.ToString().PadRight(32))}{finding.Count.ToString("N0", CultureInfo.InvariantCulture)}");
        WriteText(finding.Message);
        WriteText($"What to do: {finding.Recommendation}");
        if (finding.Examples.Count > 0)
        {
            WriteText($"{(finding.Examples.Count < finding.Count ? "For instance" : "These")}: {string.Join(", ", finding.Examples)}");
        }

        Console.Out.WriteLine();
    }

    private static void WriteText(string text)
    {
        var printable = Printable.Of(text);
        foreach (var line in Console.IsOutputRedirected ? [printable] : TextWrap.Lines(printable, Screen.TextWidth(isRedirected: false) - Indent.Length))
        {
            Console.Out.WriteLine($"{Indent}{line}");
        }
    }
}
