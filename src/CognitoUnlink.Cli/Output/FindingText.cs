using System.Globalization;
using CognitoUnlink.Retirement;

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
        foreach (var line in finding.ToLines(Console.IsOutputRedirected ? int.MaxValue : Screen.TextWidth(isRedirected: false) - Indent.Length))
        {
            Console.Out.WriteLine($"{Indent}{line}");
        }

        Console.Out.WriteLine();
    }
}
