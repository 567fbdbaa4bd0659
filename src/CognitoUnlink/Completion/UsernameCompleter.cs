using CognitoUnlink.Completion;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes names of a pool's users, exact in case.</summary>
internal sealed class UsernameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        line.UserPool is var (id, client) ? Candidates.OfUsers(Lookups.Users(client, id, line.Word.Text), line.Word.Text) : [];
}
