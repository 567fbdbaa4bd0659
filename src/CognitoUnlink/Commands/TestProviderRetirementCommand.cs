using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Shows what prevents a provider from being retired, with one listing of the user pool and a few reads.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CGIPProviderRetirement", HelpUri = ProjectLinks.Cmdlets + "Test-CGIPProviderRetirement.md")]
[OutputType(typeof(RetirementFinding))]
public sealed class TestProviderRetirementCommand : PoolReadingCmdlet
{
    private RetirementAssessment? _assessment;

    /// <summary>The user pool's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [UserPoolIdTransformation]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string UserPoolId { get; set; } = string.Empty;

    /// <summary>The provider's name, case-sensitive.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Provider")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public string ProviderName { get; set; } = string.Empty;

    /// <summary>List every user that a finding is about, not just a few.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>User pools.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsPoolTyped || ListOf(InputObject) is not { } list)
        {
            Assess(UserPoolId, InputObject);
            return;
        }

        foreach (var element in OneByOne(list))
        {
            Assess(UserPoolIdTransformationAttribute.PoolOf(element), element);
        }
    }

    private void Assess(string userPoolId, PSObject? input)
    {
        _assessment = null;
        if (userPoolId.Length == 0 && !IsPoolTyped)
        {
            WriteError(ErrorRecords.Of(new UnlinkException(ErrorId.UserPoolNotSpecified, $"Nothing was read: the pipeline input, {FoundObjects.Describe(input)}, is not a user pool and does not name one."), input));
            return;
        }

        Read(userPoolId, client =>
        {
            var assessment = _assessment = new RetirementAssessment(client, userPoolId, ProviderName, Detailed, Parallel);
            Wait(assessment.ReadAsync);
            WriteObject(assessment.Findings, enumerateCollection: true);
            WriteEnd(assessment.Describe());
        });
    }

    private protected override long UsersRead => _assessment?.Users ?? 0;

    private protected override int ActivityId => 720_407;
}
