using System.Management.Automation;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Stops local user pools. Their data is lost.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CGIPLocalUserPool", SupportsShouldProcess = true, HelpUri = ProjectLinks.Cmdlets + "Stop-CGIPLocalUserPool.md")]
public sealed class StopLocalUserPoolCommand : LocalUserPoolCmdlet
{
    private protected override void Process(ILocalUserPoolServer server)
    {
        if (ShouldProcess(server.UserPool.ToString()))
        {
            LocalUserPoolRegistry.Stop(server.UserPool.UserPoolId);
        }
    }
}
