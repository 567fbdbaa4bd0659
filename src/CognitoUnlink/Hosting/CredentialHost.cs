using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>Asks through PowerShell's host, and AWS.Tools where it is imported.</summary>
internal sealed class CredentialHost(PSCmdlet cmdlet) : ICredentialHost
{
    private const string Label = "MFA code";

    public string? ReadMfaCode(string profileName, string mfaSerial)
    {
        try
        {
            var field = new FieldDescription(Label);
            field.SetParameterType(typeof(SecureString));
            var answers = cmdlet.Host.UI.Prompt($"Profile {profileName}", $"Enter the code of the MFA device {mfaSerial}.", new Collection<FieldDescription> { field });
            return answers?.GetValueOrDefault(Label)?.BaseObject is SecureString code ? new NetworkCredential(string.Empty, code).Password : null;
        }
        catch (Exception error) when (error is HostException or PSInvalidOperationException or NotImplementedException or NotSupportedException)
        {
            return null;
        }
    }

    public object? GetAwsToolsCredential(string profileName, string? profileLocation)
    {
        if (cmdlet.InvokeCommand.GetCommand("Get-AWSCredential", CommandTypes.Cmdlet | CommandTypes.Function) is not { } command)
        {
            return null;
        }

        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace)
            .AddCommand(command).AddParameter("ProfileName", profileName);
        if (profileLocation is not null)
        {
            shell.AddParameter("ProfileLocation", profileLocation);
        }

        return shell.Invoke().FirstOrDefault()?.BaseObject;
    }
}
