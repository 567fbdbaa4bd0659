using System.Management.Automation;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.PowerShell.Abstractions;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Shows the local user pools that run.</summary>
[Cmdlet(VerbsCommon.Get, "CGIPLocalUserPool", HelpUri = ProjectLinks.Cmdlets + "Get-CGIPLocalUserPool.md")]
[OutputType(typeof(LocalUserPool))]
public sealed class GetLocalUserPoolCommand : LocalUserPoolCmdlet
{
    private protected override void Process(ILocalUserPoolServer server) => WriteObject(server.UserPool);
}
