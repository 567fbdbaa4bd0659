using System.Management.Automation;
using CognitoUnlink.Calling;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>What -Verbose and -Debug, or the variables that stand for them, ask for.</summary>
internal static class StreamPreferences
{
    /// <summary>Null when nobody would read it.</summary>
    public static CallLog? LogFor(PSCmdlet cmdlet)
    {
        var (tellsRequests, tellsAttempts) = (IsWanted(cmdlet, "Verbose"), IsWanted(cmdlet, "Debug"));
        return tellsRequests || tellsAttempts ? new CallLog(tellsRequests, tellsAttempts) : null;
    }

    private static bool IsWanted(PSCmdlet cmdlet, string stream) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out var given)
            ? ((SwitchParameter)given).IsPresent
            : LanguagePrimitives.TryConvertTo<ActionPreference>(cmdlet.SessionState.PSVariable.GetValue($"{stream}Preference"), out var preference)
                && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
