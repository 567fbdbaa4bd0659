using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>Prompts in PowerShell's host, and uses AWS.Tools if it is imported. Keys are renewed on any thread, but only the pipeline's thread has a runspace.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="onPipeline">Runs a function on the pipeline's thread.</param>
internal sealed class CredentialHost(PSCmdlet cmdlet, Func<Func<object?>, object?> onPipeline) : ICredentialHost
{
    private const string Label = "MFA code";

    public string? ReadMfaCode(string profileName, string mfaSerial) => (string?)onPipeline(() => Prompt(profileName, mfaSerial));

    public object? GetAwsToolsCredential(string profileName, string? profileLocation) => onPipeline(() => Invoke(profileName, profileLocation));

    private string? Prompt(string profileName, string mfaSerial)
    {
        try
        {
            var field = new FieldDescription(Label);
            field.SetParameterType(typeof(SecureString));
            var answers = cmdlet.Host.UI.Prompt($"Profile {profileName}", $"Enter the code from the MFA device {mfaSerial}.", new Collection<FieldDescription> { field });
            return answers?.GetValueOrDefault(Label)?.BaseObject is SecureString code ? new NetworkCredential(string.Empty, code).Password : null;
        }
        catch (Exception error) when (error is HostException or PSInvalidOperationException or NotImplementedException or NotSupportedException)
        {
            return null;
        }
    }

    private object? Invoke(string profileName, string? profileLocation)
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
