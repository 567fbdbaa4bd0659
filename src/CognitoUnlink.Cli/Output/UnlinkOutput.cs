using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes an unlink run to stdout.</summary>
/// <param name="format">The form.</param>
internal sealed class UnlinkOutput(OutputFormat format)
    : RunOutput<UnlinkRow>(format, TableColumn.Outcome, TableColumn.Username, TableColumn.Provider, TableColumn.SignInAfter, TableColumn.Subject)
{
    protected override IEnumerable<(string Name, long Count)> Counts(RunSummary summary) =>
    [
        ("wouldUnlink", summary.WouldUnlink),
        ("unlinked", summary.Unlinked),
        ("alreadyUnlinked", summary.AlreadyUnlinked),
        ("skipped", summary.Skipped),
        ("failed", summary.Failed),
    ];

    protected override object?[] Cells(UnlinkRow row) => [row.Outcome, row.Username, row.ProviderName, row.SignInAfterUnlink, row.ProviderAttributeValue];
}
