using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CognitoUnlink.Completion;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.PowerShell.Hosting;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes an argument. A failure produces no suggestions, and never an error.</summary>
internal abstract class Completer : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. Complete(new CommandLine(commandName, wordToComplete, fakeBoundParameters))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    private protected abstract IEnumerable<CompletionResult> Complete(CommandLine line);
}

/// <summary>Completes an argument to one of several values, quoted where PowerShell requires it.</summary>
internal abstract class ValueCompleter : Completer
{
    private protected abstract IEnumerable<Candidate> Find(CommandLine line);

    // Values with control characters are not offered: at the prompt they would control the terminal.
    private protected sealed override IEnumerable<CompletionResult> Complete(CommandLine line) =>
        Find(line)
            .Where(found => Printable.Of(found.Value) == found.Value)
            .Select(found => new CompletionResult(line.Word.Write(found.Value), found.Value, CompletionResultType.ParameterValue, Printable.Of(found.ToolTip)));
}

/// <summary>
/// Completes user pool ids: first those of local pools, where these stand in, then those of the account. A new local pool
/// needs an id that none of them has.
/// </summary>
internal sealed class UserPoolIdCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line)
    {
        var (word, client) = (line.Word.Text, line.Client);
        var local = client.LetLocalPoolsStandIn && !line.IsForLocalUserPools ? LocalUserPoolRegistry.Servers.Select(server => server.UserPool) : [];
        var options = client.ForAccount(line.Session) with { PoolRegion = UserPoolIdRule.RegionOf(word) };
        return Candidates.OfLocalUserPools(local, word).Concat(Candidates.OfUserPools(Lookups.UserPools(options), word)).DistinctBy(found => found.Value);
    }
}

internal class ProviderNameCompleter : ValueCompleter
{
    /// <summary>The type of provider to offer; null for all.</summary>
    private protected virtual string? ProviderType => null;

    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        line.UserPool is var (id, client) ? Candidates.OfProviders(Lookups.Providers(client, id), line.Word.Text, ProviderType) : [];
}

/// <summary>Completes a pool's provider names where wildcards are accepted: a pattern is left alone, and a name is escaped to match only itself.</summary>
internal sealed class ProviderPatternCompleter : ProviderNameCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        ProviderPattern.HasWildcards(line.Word.Text) ? []
        : line.Has("ProviderAttributeName") || line.Has("ProviderAttributeValue") ? base.Find(line)
        : base.Find(line).Select(found => found with { Value = ProviderPattern.Escape(found.Value) });
}

internal sealed class OidcProviderCompleter : ProviderNameCompleter
{
    private protected override string ProviderType => "OIDC";
}

internal sealed class SamlProviderCompleter : ProviderNameCompleter
{
    private protected override string ProviderType => "SAML";
}

/// <summary>Completes a pool's usernames, case-sensitively.</summary>
internal sealed class UsernameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        line.UserPool is var (id, client) ? Candidates.OfUsers(Lookups.Users(client, id, line.Word.Text), line.Word.Text) : [];
}

internal sealed class RegionCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) => Candidates.OfRegions(Lookups.Regions(), line.Word.Text);
}

internal sealed class ProfileNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        Candidates.OfProfiles(Lookups.Profiles(line.Client.ForAccount(line.Session).ProfileLocation), line.Word.Text);
}

/// <summary>Completes the ids of running local user pools.</summary>
internal sealed class LocalUserPoolIdCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        Candidates.OfLocalUserPools(LocalUserPoolRegistry.Servers.Select(server => server.UserPool), line.Word.Text);
}

/// <summary>Completes paths as PowerShell does, journals first.</summary>
internal sealed class JournalPathCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(CommandLine line) =>
        CompletionCompleters.CompleteFilename(line.Word.Written)
            .OrderBy(path => path.ListItemText.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .Select(path => Literal(path, line.Word));

    // PowerShell escapes wildcards in paths, but our parameters take paths literally.
    private static CompletionResult Literal(CompletionResult path, TypedWord word) =>
        TypedWord.Read(path.CompletionText) is { } text && WildcardPattern.Unescape(text) is var literal && literal != text
            ? new CompletionResult(word.Write(literal), path.ListItemText, path.ResultType, path.ToolTip)
            : path;
}

/// <summary>Completes names from the journal on the command line. A pattern is left alone, and a name is escaped to match only itself.</summary>
internal abstract class JournalNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        (line.Text("Path") ?? line.Text("LiteralPath")) is { } path
        && !ProviderPattern.HasWildcards(line.Word.Text)
        && Lookups.Journal(line.Session.Path.GetUnresolvedProviderPathFromPSPath(path)) is { } names
            ? Candidates.OfJournal(NamesOf(names), line.Word.Text).Select(found => found with { Value = ProviderPattern.Escape(found.Value) })
            : [];

    /// <summary>The names to offer.</summary>
    private protected abstract IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names);
}

internal sealed class JournalProviderNameCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.ProviderNames;
}

internal sealed class JournalRunCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.Runs;
}

internal sealed class JournalUsernameCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.Usernames;
}
