using System.Management.Automation;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet for running local user pools: the named one, or all of them.</summary>
public abstract class LocalUserPoolCmdlet : PSCmdlet
{
    /// <summary>The pool's ID. The default is all local user pools.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocalUserPoolIdCompleter))]
    public string? UserPoolId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (UserPoolId is null)
        {
            foreach (var server in LocalUserPoolRegistry.Servers)
            {
                Process(server);
            }
        }
        else if (LocalUserPoolRegistry.Find(UserPoolId) is { } server)
        {
            Process(server);
        }
        else
        {
            WriteError(ErrorRecords.Of(LocalUserPoolRegistry.NotFound(UserPoolId), UserPoolId));
        }
    }

    private protected abstract void Process(ILocalUserPoolServer server);
}
