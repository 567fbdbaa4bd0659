using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes a run that gives passwords to reset to stdout.</summary>
/// <param name="format">The form.</param>
internal sealed class FallbackOutput(OutputFormat format)
    : RunOutput<FallbackRow>(format, TableColumn.Outcome, TableColumn.Username, TableColumn.Status, TableColumn.Recovery)
{
    protected override IEnumerable<(string Name, long Count)> Counts(RunSummary summary) =>
    [
        ("wouldSetPassword", summary.WouldSetPassword),
        ("passwordSet", summary.PasswordSet),
        ("notNeeded", summary.NotNeeded),
        ("skipped", summary.Skipped),
        ("failed", summary.Failed),
    ];

    protected override object?[] Cells(FallbackRow row) => [row.Outcome, row.Username, row.UserStatus, row.Recovery];
}

/// <summary>One user of such a run as it is written.</summary>
internal sealed record FallbackRow(
    string UserPoolId,
    string Username,
    string? Sub,
    string? UserStatus,
    string Outcome,
    string? ErrorId,
    string? Reason,
    string SignInAfterUnlink,
    string Recovery,
    int Attempts,
    double Seconds,
    string? RequestId,
    DateTime Timestamp)
{
    public static FallbackRow Of(FallbackReport report) => new(
        report.Result.UserPoolId,
        report.Result.Username,
        report.Result.Sub,
        report.Result.UserStatus,
        report.Result.Outcome.ToString(),
        report.Error?.ErrorId,
        report.Result.Reason,
        report.Result.SignInAfterUnlink.ToString(),
        report.Result.Recovery.ToString(),
        report.Result.Attempts,
        report.Result.Duration.TotalSeconds,
        report.Result.RequestId,
        report.Result.Timestamp);
}
