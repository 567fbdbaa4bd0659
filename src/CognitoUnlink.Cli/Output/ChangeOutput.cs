using CognitoUnlink.Identities;
using CognitoUnlink.Linking;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

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

/// <summary>One item of an unlink run as it is written.</summary>
internal sealed record UnlinkRow(
    string UserPoolId,
    string? Username,
    string? Sub,
    string ProviderName,
    string? ProviderType,
    string ProviderAttributeName,
    string ProviderAttributeValue,
    string Outcome,
    string? ErrorId,
    string? Reason,
    SignInAfterUnlink SignInAfterUnlink,
    Recovery Recovery,
    bool? Verified,
    bool? SignedOut,
    int Attempts,
    double Seconds,
    string? RequestId,
    DateTime? Timestamp)
{
    public static UnlinkRow Of(UnlinkReport report) => new(
        report.Result.UserPoolId,
        report.Result.Username,
        report.Result.Sub,
        report.Result.ProviderName,
        report.Result.ProviderType,
        report.Result.ProviderAttributeName,
        report.Result.ProviderAttributeValue,
        report.Result.Outcome.ToString(),
        report.Error?.ErrorId,
        report.Result.Reason,
        report.Result.SignInAfterUnlink,
        report.Result.Recovery,
        report.Result.Verified,
        report.Result.SignedOut,
        report.Result.Attempts,
        report.Result.Duration.TotalSeconds,
        report.Result.RequestId,
        report.Result.Timestamp);
}

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

/// <summary>One item of an undo as it is written.</summary>
internal sealed record LinkRow(
    string UserPoolId,
    string Username,
    string? Sub,
    string ProviderName,
    string? ProviderType,
    string ProviderAttributeName,
    string ProviderAttributeValue,
    string Outcome,
    string? ErrorId,
    string? Reason,
    bool? Verified,
    int Attempts,
    double Seconds,
    string? RequestId,
    DateTime? Timestamp)
{
    public static LinkRow Of(LinkReport report) => new(
        report.Result.UserPoolId,
        report.Result.Username,
        report.Result.Sub,
        report.Result.ProviderName,
        report.Result.ProviderType,
        report.Result.ProviderAttributeName,
        report.Result.ProviderAttributeValue,
        report.Result.Outcome.ToString(),
        report.Error?.ErrorId,
        report.Result.Reason,
        report.Result.Verified,
        report.Result.Attempts,
        report.Result.Duration.TotalSeconds,
        report.Result.RequestId,
        report.Result.Timestamp == default ? null : report.Result.Timestamp);
}
