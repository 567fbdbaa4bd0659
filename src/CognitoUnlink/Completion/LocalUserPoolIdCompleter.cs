using CognitoUnlink.Completion;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes ids of the local user pools that run.</summary>
internal sealed class LocalUserPoolIdCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        Candidates.OfLocalUserPools(LocalUserPoolRegistry.Servers.Select(server => server.UserPool), line.Word.Text);
}
