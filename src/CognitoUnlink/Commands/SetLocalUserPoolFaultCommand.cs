using System.Management.Automation;
using System.Text.RegularExpressions;
using CognitoUnlink.Errors;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>
/// Makes requests to local user pools fail, wait or hang, to see how a runbook handles it. Faults add up: several may apply to
/// one request. The filters select requests. Without filters, the fault applies to all of them.
/// </summary>
[Cmdlet(VerbsCommon.Set, "CGIPLocalUserPoolFault", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low, HelpUri = ProjectLinks.Cmdlets + "Set-CGIPLocalUserPoolFault.md")]
public sealed partial class SetLocalUserPoolFaultCommand : LocalUserPoolCmdlet
{
    private const string ErrorSet = "Error";
    private const string ResetSet = "ConnectionReset";
    private const string LatencySet = "Latency";
    private const string HangSet = "Hang";
    private const string ClearSet = "Clear";

    /// <summary>Answer with this error code.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ErrorSet)]
    [ValidateNotNullOrEmpty]
    public string? ErrorCode { get; set; }

    /// <summary>The error's message.</summary>
    [Parameter(ParameterSetName = ErrorSet)]
    [ValidateNotNullOrEmpty]
    public string? Message { get; set; }

    /// <summary>Close the connection without an answer.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResetSet)]
    public SwitchParameter ConnectionReset { get; set; }

    /// <summary>Wait this long, then answer as usual.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LatencySet)]
    [ValidateRange(1, int.MaxValue)]
    public int LatencyMilliseconds { get; set; }

    /// <summary>Never answer.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HangSet)]
    public SwitchParameter Hang { get; set; }

    /// <summary>End all faults.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClearSet)]
    public SwitchParameter Clear { get; set; }

    /// <summary>The operation, with wildcards, for instance AdminDisableProviderForUser.</summary>
    [Parameter(ParameterSetName = ErrorSet), Parameter(ParameterSetName = ResetSet), Parameter(ParameterSetName = LatencySet), Parameter(ParameterSetName = HangSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Operation { get; set; } = "*";

    /// <summary>Only requests about this user: named in the request, or the owner of the identity to unlink.</summary>
    [Parameter(ParameterSetName = ErrorSet), Parameter(ParameterSetName = ResetSet), Parameter(ParameterSetName = LatencySet), Parameter(ParameterSetName = HangSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UsernameCompleter))]
    public string? Username { get; set; }

    /// <summary>Only requests that name this provider.</summary>
    [Parameter(ParameterSetName = ErrorSet), Parameter(ParameterSetName = ResetSet), Parameter(ParameterSetName = LatencySet), Parameter(ParameterSetName = HangSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public string? ProviderName { get; set; }

    /// <summary>Only the n-th of these requests from now on.</summary>
    [Parameter(ParameterSetName = ErrorSet), Parameter(ParameterSetName = ResetSet), Parameter(ParameterSetName = LatencySet), Parameter(ParameterSetName = HangSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? Nth { get; set; }

    /// <summary>Only every n-th of these requests.</summary>
    [Parameter(ParameterSetName = ErrorSet), Parameter(ParameterSetName = ResetSet), Parameter(ParameterSetName = LatencySet), Parameter(ParameterSetName = HangSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? Every { get; set; }

    /// <summary>Only a part of these requests, for instance 0.05; the same ones for the same seed of the pool.</summary>
    [Parameter(ParameterSetName = ErrorSet), Parameter(ParameterSetName = ResetSet), Parameter(ParameterSetName = LatencySet), Parameter(ParameterSetName = HangSet)]
    [ValidateRange(0.0, 1.0)]
    public double? Probability { get; set; }

    /// <summary>The maximum number of times.</summary>
    [Parameter(ParameterSetName = ErrorSet), Parameter(ParameterSetName = ResetSet), Parameter(ParameterSetName = LatencySet), Parameter(ParameterSetName = HangSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? Times { get; set; }

    /// <summary>Carry out the request first, so that the client sees a failure although the work was done.</summary>
    [Parameter(ParameterSetName = ErrorSet), Parameter(ParameterSetName = ResetSet), Parameter(ParameterSetName = LatencySet), Parameter(ParameterSetName = HangSet)]
    public SwitchParameter WhenDone { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A test that goes on without its fault tests nothing.
        if (UserPoolId is null && !Clear && LocalUserPoolRegistry.Servers.Count == 0)
        {
            WriteError(ErrorRecords.Of(LocalUserPoolRegistry.NotFound(null), null));
        }

        base.ProcessRecord();
    }

    private protected override void Process(ILocalUserPoolServer server)
    {
        if (!ShouldProcess(server.UserPool.ToString(), Clear ? "Clear faults" : "Add fault"))
        {
            return;
        }

        if (Clear)
        {
            server.ClearFaults();
        }
        else
        {
            Add(server);
        }
    }

    private void Add(ILocalUserPoolServer server)
    {
        var fault = new LocalUserPoolFault
        {
            Operation = Operation,
            Username = Username,
            ProviderName = ProviderName,
            Nth = Nth,
            Every = Every,
            Probability = Probability,
            Times = Times,
            ErrorCode = ErrorCode,
            Message = Message,
            ConnectionReset = ConnectionReset,
            LatencyMilliseconds = ParameterSetName == LatencySet ? LatencyMilliseconds : null,
            Hang = Hang,
            WhenDone = WhenDone,
        };
        try
        {
            server.AddFault(fault);
        }
        catch (LocalUserPoolException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(new UnlinkException(ErrorId.InvalidFault, InParameters(problem.Message), problem), fault));
        }
    }

    // The local pool's messages name members of its document.
    private static string InParameters(string message) => MemberPath().Replace(message, match => $"-{char.ToUpperInvariant(match.Groups[1].Value[0])}{match.Groups[1].Value[1..]}: ");

    [GeneratedRegex(@"^\$\.(\w+): ")]
    private static partial Regex MemberPath();
}
