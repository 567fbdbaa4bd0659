using CognitoUnlink.Completion;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes names of credential profiles.</summary>
internal sealed class ProfileNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        Candidates.OfProfiles(Lookups.Profiles(line.Client.ForAccount(line.Session).ProfileLocation), line.Word.Text);
}
