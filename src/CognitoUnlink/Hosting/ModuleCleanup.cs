using System.Management.Automation;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>Stops the local user pools when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        foreach (var server in LocalUserPoolRegistry.Servers)
        {
            LocalUserPoolRegistry.Stop(server.UserPool.UserPoolId);
        }
    }
}
