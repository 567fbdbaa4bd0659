using System.Text.RegularExpressions;

namespace CognitoUnlink.Cli.Help;

/// <summary>An example of a command.</summary>
/// <param name="Says">What it does, in a few words.</param>
/// <param name="Line">What to type.</param>
internal sealed partial record Example(string Says, string Line)
{
    private const string Continued = @" \";
    private const string Indent = "    ";

    /// <summary>What to type, in lines of a width as shells take them: broken before options, pipes and redirections only.</summary>
    public IEnumerable<string> Lines(int width)
    {
        if (Line.Length <= width)
        {
            return [Line];
        }

        var lines = new List<string> { string.Empty };
        foreach (var part in BeforeOptions().Split(Line))
        {
            if (lines[^1].Length + 1 + part.Length + Continued.Length > width && lines[^1].Length > 0)
            {
                lines[^1] += Continued;
                lines.Add(Indent + part);
            }
            else
            {
                lines[^1] += lines[^1].Length == 0 ? part : $" {part}";
            }
        }

        return lines;
    }

    [GeneratedRegex(" (?=--[a-z]|[|>] )")]
    private static partial Regex BeforeOptions();
}
