using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli;

/// <summary>Asks on the terminal, where there is one.</summary>
internal sealed class TerminalCredentialHost : ICredentialHost
{
    public string? ReadMfaCode(string profileName, string mfaSerial)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        Console.Error.Write(Printable.Of($"Profile {profileName}: code of the MFA device {mfaSerial}: "));
        var code = string.Empty;
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            code = key.Key == ConsoleKey.Backspace ? code[..Math.Max(0, code.Length - 1)]
                : char.IsControl(key.KeyChar) ? code // an arrow, for instance
                : code + key.KeyChar;
        }

        Console.Error.WriteLine();
        return code;
    }

    public object? GetAwsToolsCredential(string profileName, string? profileLocation) => null;
}
