namespace CognitoUnlink.Gateway;

/// <summary>
/// What getting credentials may need of whoever runs the command. Asked on the thread that makes the gateway; codes for
/// renewed credentials, in a long run, also on others.
/// </summary>
public interface ICredentialHost
{
    /// <summary>Asks a person for the code of an MFA device.</summary>
    /// <param name="profileName">The profile that wants it.</param>
    /// <param name="mfaSerial">The device.</param>
    /// <returns>The code; null when nobody can be asked.</returns>
    string? ReadMfaCode(string profileName, string mfaSerial);

    /// <summary>Has AWS.Tools make credentials of a profile.</summary>
    /// <param name="profileName">The profile.</param>
    /// <param name="profileLocation">The file that it is in; null for the usual ones.</param>
    /// <returns>Its credentials object; null when AWS.Tools is not there.</returns>
    object? GetAwsToolsCredential(string profileName, string? profileLocation);
}
