using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Output;

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
