using CognitoUnlink.Completion;
using CognitoUnlink.Identities;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes names of a pool's providers where wildcards are taken: a pattern is left alone, and a name is one that matches itself only.</summary>
internal sealed class ProviderPatternCompleter : ProviderNameCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        ProviderPattern.HasWildcards(line.Word.Text) ? []
        : line.Has("ProviderAttributeName") || line.Has("ProviderAttributeValue") ? base.Find(line)
        : base.Find(line).Select(found => found with { Value = ProviderPattern.Escape(found.Value) });
}
