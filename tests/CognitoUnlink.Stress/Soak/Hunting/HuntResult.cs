using System.Text.Json;
using CognitoUnlink.Changes;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>What a run reported about an item.</summary>
internal sealed record HuntResult(HuntPlan Run, string? Username, string Provider, string Value, string Outcome, string? ErrorId, string? Reason)
{
    public bool IsStranded => ErrorId == Errors.ErrorId.Stranded;

    public bool IsLinkedAgain => IsStranded && Reason!.EndsWith("The identity has been linked again.", StringComparison.Ordinal);

    public bool IsRepairRefused => IsStranded && Reason!.Contains("Linking it again failed", StringComparison.Ordinal);

    /// <summary>Whether it says that the change may have been made.</summary>
    public bool IsUncertain => Reason is not null && (Reason.Contains("is not known", StringComparison.Ordinal) || Reason.Contains("may or may not have been made", StringComparison.Ordinal));

    /// <summary>Whether it says that the run ended, because of another item or the whole pool, before the user could be read back.</summary>
    public bool IsStopped => Reason?.StartsWith("Stopped before the user was verified", StringComparison.Ordinal) == true;

    public static HuntResult Of(HuntPlan run, UnlinkReport report) => new(
        run, report.Result.Username, report.Result.ProviderName, report.Result.ProviderAttributeValue, report.Outcome, report.Result.ErrorId, report.Result.Reason);

    public static HuntResult Of(HuntPlan run, JsonElement item) => new(
        run, Text(item, "username"), Text(item, "providerName")!, Text(item, "providerAttributeValue")!, Text(item, "outcome")!, Text(item, "errorId"), Text(item, "reason"));

    public override string ToString() => $"{Run.Name} reported {Provider} {Value}: {Outcome} {ErrorId} {Reason}";

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
