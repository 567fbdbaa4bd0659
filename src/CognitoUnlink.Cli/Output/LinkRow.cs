using CognitoUnlink.Linking;

namespace CognitoUnlink.Cli.Output;

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
