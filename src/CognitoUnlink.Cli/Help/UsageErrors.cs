using System.CommandLine;
using System.CommandLine.Parsing;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Help;

/// <summary>Reports what is wrong with a command line, what may have been meant, and where to look.</summary>
internal static class UsageErrors
{
    public static int Write(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is RootCommand && parsed.UnmatchedTokens.Count == 0 && !OfOptions(parsed).Any())
        {
            HelpPage.OnStderr.WriteShort(command);
            return ExitCode.Usage;
        }

        foreach (var text in parsed.UnmatchedTokens.Count > 0 ? Unmatched(parsed, command) : OfOptions(parsed).DefaultIfEmpty(parsed.Errors[0]).Select(Words))
        {
            Messages.WriteUsage(text);
        }

        WriteWhereToLook(command);
        return ExitCode.Usage;
    }

    /// <summary>Refuses an option in place of another's value, which the parser would take as the value. A value that looks like one is given with =.</summary>
    /// <returns>The exit code; null when there is none.</returns>
    public static int? WriteSwallowed(ParseResult parsed, string[] arguments)
    {
        var command = parsed.CommandResult.Command;
        var options = HelpTopic.Options(command).Where(option => !HelpTopic.IsSwitch(option)).SelectMany(NamesOf).ToHashSet();
        var names = HelpTopic.Options(command).SelectMany(NamesOf).ToHashSet();
        for (var i = 0; i + 1 < arguments.Length && arguments[i] != "--"; i++)
        {
            if (!options.Contains(arguments[i]))
            {
                continue;
            }

            var (name, value) = (arguments[i], arguments[++i]);
            if (value.StartsWith("--", StringComparison.Ordinal) || names.Contains(value))
            {
                Messages.WriteUsage($"{name} needs a value, and {value} looks like an option. If it is the value, write {name}={value}.");
                WriteWhereToLook(command);
                return ExitCode.Usage;
            }
        }

        return null;
    }

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Append(option.Name);

    // A wrong option matters more than something that is missing.
    private static IEnumerable<ParseError> OfOptions(ParseResult parsed) =>
        parsed.Errors.Where(error => error.SymbolResult is OptionResult or ArgumentResult { Parent: OptionResult });

    private static void WriteWhereToLook(Command command) =>
        Messages.Hint($"{HelpTopic.PathOf(command)} --help shows what is available{(command is RootCommand ? string.Empty : ", with examples")}.");

    private static string Words(ParseError error)
    {
        if (error.SymbolResult is OptionResult { Tokens: [var token, ..], Option: var number } && number.ValueType != typeof(string) && error.Message.Contains("System.", StringComparison.Ordinal))
        {
            return $"{number.Name} takes a number, not {token.Value}.";
        }

        var (name, values, tokens) = error.SymbolResult switch
        {
            OptionResult option => (option.Option.Name, HelpTopic.Values(option.Option), option.Tokens),
            ArgumentResult { Parent: OptionResult option } => (option.Option.Name, HelpTopic.Values(option.Option), option.Tokens),
            ArgumentResult argument => (HelpTopic.PathOf(((CommandResult)argument.Parent!).Command), HelpTopic.Values(argument.Argument), argument.Tokens),
            _ => (string.Empty, [], []),
        };
        if (values.Count == 0 || tokens.FirstOrDefault(token => !values.Contains(token.Value, StringComparer.OrdinalIgnoreCase))?.Value is not { } wrong)
        {
            return error.Message;
        }

        var near = Suggestion.For(wrong, values);
        return $"{name} takes {string.Join(", ", values.SkipLast(1))} or {values[^1]}, not {wrong}.{(near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : string.Empty)}";
    }

    // A word after an unknown option is most likely its value; reporting it would only hide the mistake.
    private static IEnumerable<string> Unmatched(ParseResult parsed, Command command)
    {
        // If the first word is not a command, the command is mistyped, and its options are not known.
        var isCommand = HelpTopic.Commands(command).Any() && !parsed.UnmatchedTokens[0].StartsWith('-');
        var options = isCommand ? [] : parsed.UnmatchedTokens.Where(token => token.StartsWith('-')).ToList();
        foreach (var token in options.Count > 0 ? options : [.. parsed.UnmatchedTokens.Take(1)])
        {
            var name = token.Split('=', ':')[0];
            var what = name.StartsWith('-') ? "option" : HelpTopic.Commands(command).Any() ? "command" : "argument";
            yield return $"{(command is RootCommand ? $"There is no {what} {name}" : $"{command.Name} has no {what} {name}")}.{Meant(name, command)}";
        }
    }

    private static string Meant(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        if (isOption && Advice.OptionFor(token) is { } option && HelpTopic.Options(command).Any(known => known.Name == option))
        {
            return $" Use {option}.";
        }

        if (Suggestion.For(token, Suggestion.Words(command, isOption)) is { Count: > 0 } near)
        {
            return $" Did you mean {string.Join(" or ", near)}?";
        }

        var root = command.Parents.OfType<RootCommand>().FirstOrDefault() ?? command;
        string[] owners = isOption ? [.. HelpTopic.Commands(root).Where(other => other.Options.Any(option => option.Name == token)).Select(other => other.Name)] : [];
        return owners switch
        {
            [] => string.Empty,
            [var one] => $" Only {one} has it.",
            [.. var others, var last] => $" Only {string.Join(", ", others)} and {last} have it.",
        };
    }
}

internal static class Suggestion
{
    /// <summary>The known words nearest to a typed one; none if nothing is near.</summary>
    public static IReadOnlyList<string> For(string typed, IEnumerable<string> known)
    {
        var most = Math.Max(1, typed.TrimStart('-').Length / 3);
        var near = known.Select(word => (Word: word, Distance: IsBeginningOf(typed, word) ? 1 : NearNames.Distance(typed.ToLowerInvariant(), word))).Where(pair => pair.Distance <= most).ToList();
        return [.. near.Where(pair => pair.Distance == near.Min(other => other.Distance)).Select(pair => pair.Word).Distinct()];
    }

    /// <summary>The words that may appear in a position: options or commands.</summary>
    public static IEnumerable<string> Words(Command command, bool isOption) => isOption
        ? HelpTopic.Options(command).Select(option => option.Name)
        : HelpTopic.Commands(command).Select(sub => sub.Name);

    private static bool IsBeginningOf(string typed, string word) => typed.TrimStart('-').Length >= 3 && word.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
}
