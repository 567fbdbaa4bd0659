using CognitoUnlink.Linking;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes an undo to stdout.</summary>
/// <param name="format">The form.</param>
internal sealed class LinkOutput(OutputFormat format)
    : RunOutput<LinkRow>(format, TableColumn.Outcome, TableColumn.Username, TableColumn.Provider, TableColumn.Subject)
{
    public void End(LinkCounts counts, IReadOnlyCollection<ServiceCaller> callers, bool whatIf, TimeSpan duration) => End(
        callers,
        whatIf,
        duration,
        ("wouldLink", counts.Would),
        ("linked", counts[LinkOutcome.Linked]),
        ("alreadyLinked", counts[LinkOutcome.AlreadyLinked]),
        ("notPossible", counts[LinkOutcome.NotPossible]),
        ("failed", counts[LinkOutcome.Failed]));

    protected override object?[] Cells(LinkRow row) => [row.Outcome, row.Username, row.ProviderName, row.ProviderAttributeValue];
}
