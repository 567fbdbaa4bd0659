using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text;
using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Help;

/// <summary>The manual page, in the language of groff's man macros.</summary>
internal sealed class ManPage(TextWriter writer)
{
    private const int WidthOfExamples = 66;

    public void Write(RootCommand root)
    {
        var version = typeof(ManPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Line($".TH COGNITO\\-UNLINK 1 \"{Date()}\" \"{Advice.Program} {version}\" \"User Commands\"");
        Section("NAME");
        Text($"{Advice.Program} - {root.Description!.TrimEnd('.').ToLowerInvariant().Replace("amazon cognito", "Amazon Cognito", StringComparison.Ordinal)}");
        Section("SYNOPSIS");
        Between(HelpTopic.Commands(root), ".br", command => Text(HelpTopic.Usage(command)));

        Section("DESCRIPTION");
        Text(root.Description);
        Line(".PP");
        Text("Data goes to stdout, everything else to stderr. A table on a terminal fits its width; elsewhere nothing is truncated.");
        Section("COMMANDS");
        foreach (var command in HelpTopic.Commands(root))
        {
            Write(command);
        }

        Section("OPTIONS");
        Text("Every command accepts these.");
        WriteOptions(HelpTopic.Groups(root));
        Section("EXIT STATUS");
        WriteTerms(HelpTopic.ExitCodes);
        Section("ENVIRONMENT");
        WriteTerms(HelpTopic.Environment);
        Section("FILES");
        WriteTerms(HelpTopic.Files);
        Section("EXAMPLES");
        WriteExamples(HelpTopic.Examples(root));
    }

    // Today, or the day that SOURCE_DATE_EPOCH names: https://reproducible-builds.org/specs/source-date-epoch/
    private static string Date()
    {
        var day = long.TryParse(System.Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
            : DateTimeOffset.UtcNow;
        return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private void Write(Command command)
    {
        Line($".SS \"{Escaped(HelpTopic.PathOf(command))}\"");
        Text(command.Description ?? string.Empty);
        WriteTerms(command.Arguments.Where(argument => !argument.Hidden).Select(argument => (HelpTopic.Label(argument), argument.Description ?? string.Empty)));
        WriteOptions(HelpTopic.Groups(command).Select(group => group with { Options = [.. group.Options.Where(command.Options.Contains)] }));
        if (HelpTopic.Examples(command) is { Count: > 0 } examples)
        {
            Line(".PP");
            Line(".I Examples:");
            Line(".PP");
            WriteExamples(examples);
        }
    }

    private void WriteOptions(IEnumerable<OptionGroup> groups)
    {
        foreach (var group in groups.Where(group => group.Options.Count > 0))
        {
            Line(".PP");
            Line($".I {Escaped(group.Heading)}:");
            WriteTerms(group.Options.Select(option => (HelpTopic.Label(option), HelpTopic.Describe(option))));
        }
    }

    private void WriteTerms(IEnumerable<(string Term, string Text)> terms)
    {
        foreach (var (term, text) in terms)
        {
            Line(".TP");
            Line($".B {Escaped(term)}");
            Text(text);
        }
    }

    private void WriteExamples(IEnumerable<CommandExample> examples) => Between(examples, ".PP", example =>
    {
        Text($"{example.Says}:");
        Line(".PP");
        Line(".RS 4");
        Line(".EX");
        foreach (var line in example.Lines(WidthOfExamples))
        {
            Text(line);
        }

        Line(".EE");
        Line(".RE");
    });

    private void Between<T>(IEnumerable<T> items, string macro, Action<T> write)
    {
        foreach (var (i, item) in items.Index())
        {
            if (i > 0)
            {
                Line(macro);
            }

            write(item);
        }
    }

    private void Section(string name) => Line($".SH {name}");

    private void Text(string text) => Line(Escaped(text));

    private void Line(string text) => writer.WriteLine(text);

    /// <summary>Escapes what groff would not treat as text.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.StartsWith('.') || text.StartsWith('\'') ? @"\&" : string.Empty);
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '\\' => @"\e",
                '-' => @"\-",
                '\'' => @"\(aq",
                '"' => @"\(dq",
                '~' => @"\(ti",
                '^' => @"\(ha",
                '`' => @"\(ga",
                < 0x80 => rune.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
            });
        }

        return escaped.ToString();
    }
}
