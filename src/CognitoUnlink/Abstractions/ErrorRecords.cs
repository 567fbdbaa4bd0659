using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>Makes error records from the table in <see cref="KnownErrors"/>.</summary>
internal static class ErrorRecords
{
    /// <summary>The record for an exception of this product: its message says what happened, its recommended action what to do.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="before">Text to put before its message, for instance what was done before.</param>
    /// <param name="group">The run that does not show it on the screen; null to show it. An error that is not shown is a record like any other.</param>
    public static ErrorRecord Of(CognitoUnlinkException exception, object? target, string? before = null, ErrorGroup? group = null)
    {
        var id = exception.ErrorId;
        var known = KnownErrors.Get(id);
        var category = Enum.Parse<ErrorCategory>(known.Category);
        var record = group is null ? new ErrorRecord(exception, id, category, target) : new GroupedErrorRecord(exception, id, category, target, group);
        record.ErrorDetails = new ErrorDetails(Printable.Of(before + exception.Message)) { RecommendedAction = CmdletAdvice.For(id) };

        // The line of CategoryView. By default it has the type of the exception, and the text of the whole result.
        record.CategoryInfo.Reason = id;
        record.CategoryInfo.TargetName = Printable.Of(NameOf(target) ?? record.CategoryInfo.TargetName);
        return record;
    }

    private static string? NameOf(object? target)
    {
        if (target is null or string or string[])
        {
            return null;
        }

        var row = new PipelineRow(PSObject.AsPSObject(target));
        return row.Text("Username") ?? row.Text("ClientId") ?? row.Text("ProviderAttributeValue");
    }
}

/// <summary>
/// One of many errors with the same reason: in $Error and -ErrorVariable like any other, but while the run lasts, its view is empty, so that the
/// first few stay on the screen.
/// </summary>
internal sealed class GroupedErrorRecord(Exception exception, string errorId, ErrorCategory category, object? target, ErrorGroup group) : ErrorRecord(exception, errorId, category, target)
{
    /// <summary>Whether the view shows it.</summary>
    public bool IsShown => group.IsOver;
}

/// <summary>The errors of a run that it does not show on the screen.</summary>
internal sealed class ErrorGroup
{
    /// <summary>Whether the run is over. Whoever formats its errors now wants to see them.</summary>
    public bool IsOver { get; set; }
}

/// <summary>What to do about an error, in the names of cmdlets and their parameters.</summary>
internal static class CmdletAdvice
{
    /// <summary>The command that links the identities of a journal again.</summary>
    public const string Undo = "Get-CGIPUnlinkJournal FILE | Enable-CGIPProviderForUser -JournalPath FILE";

    // Any other name is a parameter's.
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["Check"] = "Test-CGIPProviderRetirement",
        ["ColumnMap"] = "-ColumnMap @{ Username = 'column' }",
        ["Compare"] = "Compare-CGIPLinkedIdentity",
        ["DeactivatePassword"] = "To deactivate the password sign-in, use -Native: Disable-CGIPProviderForUser -UserPoolId ID -Username NAME -Native.",
        ["Fallback"] = "Set-CGIPFallbackPassword",
        ["FaultHelp"] = "'Get-Help Set-CGIPLocalUserPoolFault -Full'",
        ["Link"] = "Enable-CGIPProviderForUser",
        ["LinkedAttribute"] = "-LinkedAttributeName and -LinkedAttributeValue",
        ["List"] = "Get-CGIPLinkedIdentity",
        ["ListPools"] = "'aws cognito-idp list-user-pools --max-results 60' or Get-CGIPUserPoolList",
        ["LocalPoolList"] = "Get-CGIPLocalUserPool lists those that are running, and Start-CGIPLocalUserPool starts one.",
        ["LocalPoolStart"] = "Stop-CGIPLocalUserPool stops a running pool. A second pool needs another -UserPoolId; without -Port it gets a free port.",
        ["LocalPoolStopped"] = "Start it again; or, to reach a pool in AWS with this id, pass -ProfileName or -EndpointUrl, or use a new session.",
        ["OtherCredentials"] = "You can use -Credential, or -AccessKey with -SecretKey, instead. Start-CGIPLocalUserPool needs no AWS account.",
        ["ProbeCleanUp"] = "The command line cleans up after its probes, with the same region and account.",
        ["ProfileFile"] = "-ProfileLocation",
        ["ReadRows"] = "Import-Csv",
        ["ReportJournal"] = "-JournalPath",
        ["SignIn"] = "Sign in (for example with Invoke-AWSSSOLogin)",
        ["Unlink"] = "Disable-CGIPProviderForUser",
    };

    public static string For(string errorId) => ErrorAdvice.For(errorId, name => s_names.GetValueOrDefault(name) ?? $"-{name}");
}
