using System.CommandLine;
using System.Text.RegularExpressions;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Help;

/// <param name="writer">Where to write.</param>
/// <param name="width">The width of a line in cells.</param>
/// <param name="bold">Makes headings stand out.</param>
internal sealed class HelpPage(TextWriter writer, int width, Func<string, string> bold)
{
    private const int MostForLabels = 26;
    private const int LeastForTwoColumns = 60;

    public static HelpPage OnStdout => new(Console.Out, Screen.TextWidth(Console.IsOutputRedirected), text => Paint.Out(Color.Bold, text));

    public static HelpPage OnStderr => new(Console.Error, Screen.TextWidth(Console.IsErrorRedirected), text => Paint.Error(Color.Bold, text));

    /// <summary>Writes the whole page.</summary>
    public void Write(Command command)
    {
        var isRoot = command is RootCommand;
        Wrap(command.Description ?? string.Empty, 0);
        WriteUsage(command);
        if (isRoot)
        {
            WriteFirstStep();
        }

        var column = ColumnBehind(HelpTopic.Options(command).Select(HelpTopic.Label));
        WriteCommands(command);
        WriteList("Arguments", column, command.Arguments.Where(argument => !argument.Hidden).Select(argument => (HelpTopic.Label(argument), argument.Description ?? string.Empty)));
        foreach (var group in HelpTopic.Groups(command))
        {
            WriteList(group.Heading, column, group.Options.Select(option => (HelpTopic.Label(option), HelpTopic.Describe(option))));
        }

        WriteExamples(HelpTopic.Examples(command).Where(example => !isRoot || example.Line != Advice.FirstStep));
        if (isRoot)
        {
            writer.WriteLine();
            Wrap($"{Advice.Program} COMMAND --help shows a command's options and examples.", 0);
        }
    }

    /// <summary>Writes what is shown if no command was given.</summary>
    public void WriteShort(Command root)
    {
        Wrap(root.Description ?? string.Empty, 0);
        WriteUsage(root);
        WriteFirstStep();
        WriteCommands(root);
        writer.WriteLine();
        Wrap($"{Advice.Program} --help shows more, {Advice.Program} COMMAND --help a command's options and examples.", 0);
    }

    private void WriteUsage(Command command)
    {
        writer.WriteLine();
        const string Label = "Usage: ";
        var lines = TextWrap.Lines(HelpTopic.Usage(command), width - Label.Length);
        writer.WriteLine($"{bold(Label.TrimEnd())} {lines[0]}");
        foreach (var line in lines.Skip(1))
        {
            writer.WriteLine($"{new string(' ', Label.Length + 2)}{line}");
        }
    }

    private void WriteFirstStep()
    {
        Heading("Try it without an AWS account, on a generated user pool; nothing is changed");
        WriteTyped(new CommandExample(string.Empty, Advice.FirstStep));
    }

    private void WriteCommands(Command command) => WriteList(
        "Commands",
        ColumnBehind(HelpTopic.Commands(command).Select(sub => sub.Name)),
        HelpTopic.Commands(command).Select(sub => (sub.Name, HelpTopic.Summary(sub))));

    private static int ColumnBehind(IEnumerable<string> labels) => Math.Min(MostForLabels, labels.Select(label => label.Length).DefaultIfEmpty().Max()) + 4;

    private void WriteList(string heading, int column, IEnumerable<(string Label, string Text)> rows)
    {
        var isFirst = true;
        foreach (var (label, text) in rows)
        {
            if (isFirst)
            {
                Heading(heading);
                isFirst = false;
            }

            if (width < LeastForTwoColumns || label.Length > column - 4)
            {
                Wrap(label, 2);
                Wrap(text, width < LeastForTwoColumns ? 6 : column);
                continue;
            }

            var lines = TextWrap.Lines(text, width - column);
            writer.WriteLine($"  {label.PadRight(column - 2)}{lines[0]}");
            foreach (var line in lines.Skip(1))
            {
                writer.WriteLine($"{new string(' ', column)}{line}");
            }
        }
    }

    private void WriteExamples(IEnumerable<CommandExample> examples)
    {
        CommandExample[] all = [.. examples];
        if (all.Length == 0)
        {
            return;
        }

        Heading("Examples");
        foreach (var example in all)
        {
            Wrap(example.Says, 2, "# ");
            WriteTyped(example);
        }
    }

    private void WriteTyped(CommandExample example)
    {
        foreach (var line in example.Lines(width - 2))
        {
            writer.WriteLine($"  {line}");
        }
    }

    private void Heading(string text)
    {
        writer.WriteLine();
        foreach (var line in TextWrap.Lines($"{text}:", width))
        {
            writer.WriteLine(bold(line));
        }
    }

    private void Wrap(string text, int indent, string mark = "")
    {
        foreach (var line in TextWrap.Lines(text, width - indent - mark.Length))
        {
            writer.WriteLine($"{new string(' ', indent)}{mark}{line}");
        }
    }
}

/// <param name="Says">What it does, in a few words.</param>
/// <param name="Line">What to type.</param>
internal sealed partial record CommandExample(string Says, string Line)
{
    private const string Continued = @" \";
    private const string Indent = "    ";

    /// <summary>The command, wrapped for shells: broken only before options, pipes and redirections.</summary>
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
