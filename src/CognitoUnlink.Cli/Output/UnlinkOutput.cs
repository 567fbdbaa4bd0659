using CognitoUnlink.Pacing;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes an unlink run to stdout.</summary>
/// <param name="format">The form.</param>
internal sealed class UnlinkOutput(OutputFormat format)
    : RunOutput<UnlinkRow>(format, TableColumn.Outcome, TableColumn.Username, TableColumn.Provider, TableColumn.SignInAfter, TableColumn.Subject)
{
    public void End(UnlinkCounts counts, IReadOnlyCollection<ServiceCaller> callers, bool whatIf, TimeSpan duration) => End(
        callers,
        whatIf,
        duration,
        ("wouldUnlink", counts.Would),
        ("unlinked", counts[UnlinkOutcome.Unlinked]),
        ("alreadyUnlinked", counts[UnlinkOutcome.AlreadyUnlinked]),
        ("skipped", counts[UnlinkOutcome.Skipped]),
        ("failed", counts[UnlinkOutcome.Failed]));

    protected override object?[] Cells(UnlinkRow row) => [row.Outcome, row.Username, row.ProviderName, row.SignInAfterUnlink, row.ProviderAttributeValue];
}
