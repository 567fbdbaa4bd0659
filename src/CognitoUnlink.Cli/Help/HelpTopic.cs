using System.CommandLine;
using System.Globalization;
using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Help;

/// <summary>What help, the man page and completion say about a command.</summary>
internal static class HelpTopic
{
    public static IReadOnlyList<CommandExample> RootExamples { get; } =
    [
        new("Try it on a generated user pool, without an AWS account; nothing is changed", Advice.FirstStep),
        new("Before you retire a provider, see what would prevent it", $"{Advice.Program} check --user-pool-id eu-west-1_AbCdEfGhI --provider Okta"),
        new("See who has which identities, and how each user could still sign in", $"{Advice.Program} list --user-pool-id eu-west-1_AbCdEfGhI"),
        new("Write a plan, then delete the rows that you want to keep linked", $"{Advice.Program} list --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --output csv > plan.csv"),
        new("Run the plan; after an interruption, the same command resumes it", $"{Advice.Program} unlink --user-pool-id eu-west-1_AbCdEfGhI --from plan.csv --journal okta.jsonl"),
        new("Undo it", $"{Advice.Program} relink --user-pool-id eu-west-1_AbCdEfGhI --from okta.jsonl --journal okta.jsonl"),
    ];

    public static IReadOnlyList<(string Code, string Meaning)> ExitCodes { get; } =
    [
        (ExitCode.Done.ToString(CultureInfo.InvariantCulture), "Success."),
        (ExitCode.SomeFailed.ToString(CultureInfo.InvariantCulture), "Some items failed, or cannot be linked again. check: there are blockers. compare: someone came back."),
        (ExitCode.Usage.ToString(CultureInfo.InvariantCulture), "Invalid options or arguments, or a provider that the pool does not have."),
        (ExitCode.NothingStarted.ToString(CultureInfo.InvariantCulture), "The run could not start, for example because of credentials, region, pool or a file. check, compare: not everything could be read."),
        (ExitCode.MoreToDo.ToString(CultureInfo.InvariantCulture), "Stopped early: --maximum-change or --stop-after was reached, or you answered no. Returned even if some items failed."),
        (ExitCode.SomeRefused.ToString(CultureInfo.InvariantCulture), "Done, but guards refused some: those users still have the identity."),
        (ExitCode.Interrupted.ToString(CultureInfo.InvariantCulture), "Interrupted."),
        (ExitCode.ReaderGone.ToString(CultureInfo.InvariantCulture), "The output was closed before its end, as with | head. A run that changes something reports what it did, and ends with 1."),
    ];

    public static IReadOnlyList<(string Name, string Meaning)> Environment { get; } =
    [
        ("AWS_PROFILE", "The profile, unless --profile is given. AWS_ACCESS_KEY_ID takes precedence over it."),
        ("AWS_REGION", "The region, unless --region or a profile names one. Without any, the region in the pool's id is used."),
        ("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN", "Keys, unless --profile is given."),
        ("AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "Where requests go, unless --endpoint-url is given."),
        ("AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE", "Other profile files."),
        ("HTTPS_PROXY, NO_PROXY", "The proxy, and the hosts that bypass it."),
        ("NO_COLOR", "If set to any value, turns colors off; --color takes precedence."),
        ("CLICOLOR_FORCE", "If set to 1, colors are used even if the output is not a terminal. JSON and CSV are never colored."),
        ("TERM", "If set to dumb, there are no colors and no progress bar."),
    ];

    public static IReadOnlyList<(string Path, string Meaning)> Files { get; } =
    [
        ("~/.aws/config, ~/.aws/credentials", "Profiles."),
    ];

    /// <summary>The commands that are not hidden.</summary>
    public static IEnumerable<Command> Commands(Command command) => command.Subcommands.Where(sub => !sub.Hidden);

    /// <summary>Options under headings; the program's own come last.</summary>
    public static IEnumerable<OptionGroup> Groups(Command command)
    {
        IReadOnlyList<OptionGroup> groups = command is HelpfulCommand helpful ? helpful.Groups : [];
        foreach (var group in groups)
        {
            yield return group with { Options = [.. group.Options.Where(option => !option.Hidden)] };
        }

        Option[] own = [.. command.Options.Where(option => !option.Hidden && !groups.Any(group => group.Options.Contains(option)))];
        Option[] general = [.. Ancestors(command).SelectMany(parent => parent.Options).Where(option => option.Recursive && !option.Hidden)];
        if (own.Length + general.Length > 0)
        {
            yield return new OptionGroup(groups.Count > 0 ? "Other options" : "Options", [.. own, .. general]);
        }
    }

    /// <summary>All options of the command, including the program's own.</summary>
    public static IEnumerable<Option> Options(Command command) => Groups(command).SelectMany(group => group.Options);

    public static IReadOnlyList<CommandExample> Examples(Command command) => command switch
    {
        HelpfulCommand helpful => helpful.Examples,
        RootCommand => RootExamples,
        _ => [],
    };

    public static string Usage(Command command)
    {
        var rest = (command as HelpfulCommand)?.Usage
            ?? string.Join(' ', (string[])[
                .. Commands(command).Any() ? ["COMMAND"] : Array.Empty<string>(),
                .. command.Arguments.Where(argument => !argument.Hidden).Select(Label),
                "[OPTIONS]"]);
        return $"{PathOf(command)} {rest}";
    }

    /// <summary>The program's and the command's name.</summary>
    public static string PathOf(Command command) =>
        string.Join(' ', (string[])[Advice.Program, .. Ancestors(command).Reverse().Append(command).Where(part => part is not RootCommand).Select(part => part.Name)]);

    public static string Summary(Symbol symbol)
    {
        var text = symbol.Description ?? string.Empty;
        return text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? text[..(end + 1)] : text;
    }

    public static string Label(Argument argument) =>
        $"{(Values(argument) is { Count: > 0 } values ? string.Join('|', values) : argument.HelpName ?? argument.Name.ToUpperInvariant())}{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : string.Empty)}";

    /// <summary>Names, short ones first, and the value.</summary>
    public static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).Where(name => name.StartsWith('-') && name != "-?").OrderBy(name => name.Length));
        return ValueName(option) is { } value ? $"{names} {value}" : names;
    }

    /// <summary>The placeholder for an option's value; null for a switch.</summary>
    public static string? ValueName(Option option) =>
        IsSwitch(option) ? null
        : Values(option) is { Count: > 0 } values ? string.Join('|', values)
        : option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    public static bool IsSwitch(Option option) => option.ValueType == typeof(bool) || option.ValueType == typeof(void);

    /// <summary>The values that an option takes, if it takes only these; otherwise none.</summary>
    public static IReadOnlyList<string> Values(Option option) => Values(option.ValueType);

    /// <summary>The values that an argument takes, if it takes only these; otherwise none.</summary>
    public static IReadOnlyList<string> Values(Argument argument) => Values(argument.ValueType);

    /// <summary>The description, with the default if it is worth showing.</summary>
    public static string Describe(Option option)
    {
        var value = option.HasDefaultValue && !IsSwitch(option) ? Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) : null;
        var said = option.ValueType.IsEnum ? value?.ToLowerInvariant() : value;
        return string.IsNullOrEmpty(said) || said == "0" ? option.Description ?? string.Empty : $"{option.Description} [default: {said}]";
    }

    private static string[] Values(Type type) => type.IsEnum ? [.. Enum.GetNames(type).Select(name => name.ToLowerInvariant())] : [];

    private static IEnumerable<Command> Ancestors(Command command)
    {
        for (var parent = command.Parents.OfType<Command>().FirstOrDefault(); parent is not null; parent = parent.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return parent;
        }
    }
}
