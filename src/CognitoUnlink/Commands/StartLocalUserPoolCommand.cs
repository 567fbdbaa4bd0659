using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Hosting;
using CognitoUnlink.PowerShell.Input;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>
/// Starts a user pool on this computer, for trying things and for testing runbooks without AWS. While it runs, commands in
/// this module that use its ID, without an endpoint, keys or a profile, go to it.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "CGIPLocalUserPool", HelpUri = ProjectLinks.Cmdlets + "Start-CGIPLocalUserPool.md")]
[OutputType(typeof(LocalUserPool))]
public sealed class StartLocalUserPoolCommand : PSCmdlet
{
    /// <summary>How many users to generate, of all kinds.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 10_000_000)]
    public int UserCount { get; set; }

    /// <summary>The same seed and count give the same users.</summary>
    [Parameter]
    public int Seed { get; set; } = 1;

    /// <summary>The pool's ID, for instance that of the real pool in a runbook. The default is us-east-1_LocalPool.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string? UserPoolId { get; set; }

    /// <summary>The port on 127.0.0.1. The default is a free port.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>A JSON file with the pool's providers, groups and users, instead of generated ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SeedPath { get; set; }

    /// <summary>
    /// A JSON file, written by 'cognito-unlink probe', that specifies how pools answer where AWS's behavior is not documented. It applies
    /// to pools whose seed does not specify this.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BehaviorPath { get; set; }

    /// <summary>Accept requests with any signature.</summary>
    [Parameter]
    public SwitchParameter SkipSignatureCheck { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var id = UserPoolId ?? LocalUserPoolOptions.DefaultUserPoolId;
        try
        {
            UserPoolIdRule.Check(id);
            WriteObject(LocalUserPoolRegistry.Start(new LocalUserPoolOptions
            {
                UserCount = UserCount,
                Seed = Seed,
                UserPoolId = UserPoolId,
                Port = Port,
                SeedPath = SeedPath is null ? null : SessionState.Path.FileAt(SeedPath, ErrorId.LocalUserPoolNotStarted),
                BehaviorPath = BehaviorPath is null ? null : SessionState.Path.FileAt(BehaviorPath, ErrorId.LocalUserPoolNotStarted),
                SkipSignatureCheck = SkipSignatureCheck,
            }));
        }
        catch (CognitoUnlinkException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem, id));
        }
    }
}
