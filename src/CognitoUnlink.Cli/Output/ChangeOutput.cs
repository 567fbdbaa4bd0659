using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes an unlink run to stdout.</summary>
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
        ("withoutMatch", summary.WithoutMatch),
    ];

    protected override object?[] Cells(UnlinkRow row) => [row.Outcome, row.Username, row.ProviderName, row.SignInAfterUnlink, row.ProviderAttributeValue];
}

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
    DateTime Timestamp)
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
        report.Result.Timestamp);
}

/// <summary>Writes a run over app clients to stdout.</summary>
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

/// <summary>Writes a run that sets fallback passwords to stdout.</summary>
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
