using System.Management.Automation;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>Stops the local user pools when the last runspace removes the module.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static int s_imports;

    /// <inheritdoc/>
    public void OnImport() => Interlocked.Increment(ref s_imports);

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Interlocked.Decrement(ref s_imports) > 0)
        {
            return;
        }

        foreach (var server in LocalUserPoolRegistry.Servers)
        {
            LocalUserPoolRegistry.Stop(server.UserPool.UserPoolId);
        }
    }
}
