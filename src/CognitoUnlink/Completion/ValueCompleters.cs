using CognitoUnlink.Completion;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>
/// Completes ids of user pools: of local ones first, where they stand in for their ids, then of the account's. Starting a local
/// one takes an id that none of them has.
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

/// <summary>Completes names of a pool's providers.</summary>
internal class ProviderNameCompleter : ValueCompleter
{
    /// <summary>The only type of providers that counts; null for all.</summary>
    private protected virtual string? ProviderType => null;

    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        line.UserPool is var (id, client) ? Candidates.OfProviders(Lookups.Providers(client, id), line.Word.Text, ProviderType) : [];
}

/// <summary>Completes names of a pool's providers where wildcards are taken: a pattern is left alone, and a name is one that matches itself only.</summary>
internal sealed class ProviderPatternCompleter : ProviderNameCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        ProviderPattern.HasWildcards(line.Word.Text) ? []
        : line.Has("ProviderAttributeName") || line.Has("ProviderAttributeValue") ? base.Find(line)
        : base.Find(line).Select(found => found with { Value = ProviderPattern.Escape(found.Value) });
}

/// <summary>Completes names of a pool's OIDC providers.</summary>
internal sealed class OidcProviderCompleter : ProviderNameCompleter
{
    private protected override string ProviderType => "OIDC";
}

/// <summary>Completes names of a pool's SAML providers.</summary>
internal sealed class SamlProviderCompleter : ProviderNameCompleter
{
    private protected override string ProviderType => "SAML";
}

/// <summary>Completes names of a pool's users, exact in case.</summary>
internal sealed class UsernameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        line.UserPool is var (id, client) ? Candidates.OfUsers(Lookups.Users(client, id, line.Word.Text), line.Word.Text) : [];
}

/// <summary>Completes names of regions.</summary>
internal sealed class RegionCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) => Candidates.OfRegions(Lookups.Regions(), line.Word.Text);
}

/// <summary>Completes names of credential profiles.</summary>
internal sealed class ProfileNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        Candidates.OfProfiles(Lookups.Profiles(line.Client.ForAccount(line.Session).ProfileLocation), line.Word.Text);
}

/// <summary>Completes ids of the local user pools that run.</summary>
internal sealed class LocalUserPoolIdCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        Candidates.OfLocalUserPools(LocalUserPoolRegistry.Servers.Select(server => server.UserPool), line.Word.Text);
}
