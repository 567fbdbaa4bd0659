using System.Management.Automation;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.PowerShell.Abstractions;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Shows the requests that local user pools received, oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "CGIPLocalUserPoolRequest", HelpUri = ProjectLinks.Cmdlets + "Get-CGIPLocalUserPoolRequest.md")]
[OutputType(typeof(LocalUserPoolRequest))]
public sealed class GetLocalUserPoolRequestCommand : LocalUserPoolCmdlet
{
    private WildcardPattern[]? _operations;

    /// <summary>Operations with wildcards, for instance AdminDisableProviderForUser.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Operation { get; set; } = ["*"];

    /// <summary>Forget the requests after showing them.</summary>
    [Parameter]
    public SwitchParameter Clear { get; set; }

    private protected override void Process(ILocalUserPoolServer server)
    {
        _operations ??= [.. Operation.Select(text => WildcardPattern.Get(text, WildcardOptions.IgnoreCase))];
        var requests = server.GetRequests();
        if (Clear)
        {
            server.ClearRequests();
        }

        WriteObject(requests.Where(request => _operations.Any(pattern => pattern.IsMatch(request.Operation))), enumerateCollection: true);
    }
}
