using System.Management.Automation;
using CognitoUnlink.Gateway;
using CognitoUnlink.PowerShell.Input;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>
/// The variables that Set-AWSCredential, Set-DefaultAWSRegion and Set-AWSProxy set, found by PowerShell's scoping: one that a
/// function sets ends with it.
/// </summary>
internal static class SessionVariables
{
    private const string CredentialType = "Amazon.PowerShell.Common.AWSPSCredentials";
    private const string ProxyType = "Amazon.PowerShell.Common.ProxySettings";

    public static string? Region(SessionState session) => session.PSVariable.GetValue("StoredAWSRegion") is { } region ? RegionTransformationAttribute.NameOf(region) ?? region.ToString() : null;

    public static object? Credential(SessionState session) => OfType(Value(session, "StoredAWSCredentials"), CredentialType);

    public static object? Proxy(SessionState session) => OfType(Value(session, "AWSProxy"), ProxyType);

    // As in AWS.Tools: a variable of that name with another type is ignored.
    private static object? OfType(object? value, string typeName) => value?.GetType().FullName == typeName ? value : null;

    private static object? Value(SessionState session, string name) =>
        session.PSVariable.GetValue(name) is var value && value is PSObject wrapped ? wrapped.BaseObject : value;
}

/// <summary>Makes the log that -Verbose and -Debug, or their preference variables, turn on.</summary>
internal static class StreamPreferences
{
    /// <summary>Null if it would not be shown.</summary>
    public static CallLog? LogFor(PSCmdlet cmdlet)
    {
        var (logsRequests, logsAttempts) = (IsWanted(cmdlet, "Verbose"), IsWanted(cmdlet, "Debug"));
        return logsRequests || logsAttempts ? new CallLog(logsRequests, logsAttempts) : null;
    }

    private static bool IsWanted(PSCmdlet cmdlet, string stream) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out var given)
            ? ((SwitchParameter)given).IsPresent
            : LanguagePrimitives.TryConvertTo<ActionPreference>(cmdlet.SessionState.PSVariable.GetValue($"{stream}Preference"), out var preference)
                && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
