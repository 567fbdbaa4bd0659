using System.Management.Automation;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>
/// Adds a provider to app clients again: the undo of Disable-CGIPProviderForClient.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html"/>
/// </summary>
[Cmdlet(VerbsLifecycle.Enable, "CGIPProviderForClient", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, HelpUri = ProjectLinks.Cmdlets + "Enable-CGIPProviderForClient.md")]
[OutputType(typeof(ClientProviderResult))]
public sealed class EnableProviderForClientCommand : ClientProviderCmdlet
{
    private protected override bool Closes => false;

    private protected override int ActivityId => 720_405;
}
