using CognitoUnlink.Completion;
using CognitoUnlink.Gateway;
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
