using CognitoUnlink.Journaling;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes a run over app clients to stdout.</summary>
/// <param name="format">The form.</param>
internal sealed class ClientOutput(OutputFormat format)
    : RunOutput<ClientRow>(format, TableColumn.Outcome, TableColumn.Client, TableColumn.Provider, TableColumn.Providers)
{
    protected override IEnumerable<(string Name, long Count)> Counts(RunSummary summary) => summary.Task == RunTask.Close
        ? [("wouldClose", summary.WouldClose), ("closed", summary.Closed), ("alreadyClosed", summary.AlreadyClosed), ("skipped", summary.Skipped), ("failed", summary.Failed)]
        : [("wouldReopen", summary.WouldReopen), ("reopened", summary.Reopened), ("alreadyOpen", summary.AlreadyOpen), ("failed", summary.Failed)];

    protected override object?[] Cells(ClientRow row) =>
    [
        row.Outcome,
        row.ClientName ?? row.ClientId,
        row.ProviderName,
        row.ProvidersBefore == row.ProvidersAfter ? row.ProvidersAfter : $"{row.ProvidersBefore} -> {row.ProvidersAfter}",
    ];
}

/// <summary>One app client of a run as it is written.</summary>
internal sealed record ClientRow(
    string UserPoolId,
    string ClientId,
    string? ClientName,
    string ProviderName,
    string Outcome,
    string? ErrorId,
    string? Reason,
    string? ProvidersBefore,
    string? ProvidersAfter,
    int Attempts,
    double Seconds,
    string? RequestId,
    DateTime Timestamp)
{
    public static ClientRow Of(ClientReport report) => new(
        report.Result.UserPoolId,
        report.Result.ClientId,
        report.Result.ClientName,
        report.Result.ProviderName,
        report.Result.Outcome.ToString(),
        report.Error?.ErrorId,
        report.Result.Reason,
        Text(report.Result.ProvidersBefore),
        Text(report.Result.ProvidersAfter),
        report.Result.Attempts,
        report.Result.Duration.TotalSeconds,
        report.Result.RequestId,
        report.Result.Timestamp);

    private static string? Text(IReadOnlyList<string>? providers) => providers is null ? null : string.Join(", ", providers);
}
