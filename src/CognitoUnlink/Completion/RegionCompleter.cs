using CognitoUnlink.Completion;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes names of regions.</summary>
internal sealed class RegionCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) => Candidates.OfRegions(Lookups.Regions(), line.Word.Text);
}
