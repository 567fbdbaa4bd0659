using System.Management.Automation;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>
/// Removes a provider from app clients, so that nobody can sign in through it with those clients.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html"/>
/// </summary>
[Cmdlet(VerbsLifecycle.Disable, "CGIPProviderForClient", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, HelpUri = ProjectLinks.Cmdlets + "Disable-CGIPProviderForClient.md")]
[OutputType(typeof(ClientProviderResult))]
public sealed class DisableProviderForClientCommand : ClientProviderCmdlet
{
    private protected override bool Closes => true;

    private protected override int ActivityId => 720_404;
}
