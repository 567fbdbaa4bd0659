namespace CognitoUnlink.LocalPool.Model;

internal static class UserStatuses
{
    public const string Confirmed = "CONFIRMED";
    public const string Unconfirmed = "UNCONFIRMED";
    public const string ForceChangePassword = "FORCE_CHANGE_PASSWORD";
    public const string ResetRequired = "RESET_REQUIRED";
    public const string ExternalProvider = "EXTERNAL_PROVIDER";

    public static readonly string[] All =
        [Unconfirmed, Confirmed, "ARCHIVED", "COMPROMISED", "UNKNOWN", ResetRequired, ForceChangePassword, ExternalProvider];
}
