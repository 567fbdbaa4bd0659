using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes an undo to stdout.</summary>
/// <param name="format">The form.</param>
internal sealed class LinkOutput(OutputFormat format)
    : RunOutput<LinkRow>(format, TableColumn.Outcome, TableColumn.Username, TableColumn.Provider, TableColumn.Subject)
{
    protected override IEnumerable<(string Name, long Count)> Counts(RunSummary summary) =>
    [
        ("wouldLink", summary.WouldLink),
        ("linked", summary.Linked),
        ("alreadyLinked", summary.AlreadyLinked),
        ("notPossible", summary.NotPossible),
        ("failed", summary.Failed),
    ];

    protected override object?[] Cells(LinkRow row) => [row.Outcome, row.Username, row.ProviderName, row.ProviderAttributeValue];
}
