using CognitoUnlink.Completion;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes names of a pool's providers.</summary>
internal class ProviderNameCompleter : ValueCompleter
{
    /// <summary>The only type of providers that counts; null for all.</summary>
    private protected virtual string? ProviderType => null;

    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        line.UserPool is var (id, client) ? Candidates.OfProviders(Lookups.Providers(client, id), line.Word.Text, ProviderType) : [];
}
