using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Makes journals into one HTML page that needs nothing beside it. Nothing is sent to AWS.</summary>
[Cmdlet(VerbsData.Export, "CGIPUnlinkReport", SupportsShouldProcess = true, HelpUri = ProjectLinks.Cmdlets + "Export-CGIPUnlinkReport.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportUnlinkReportCommand : StoppableCmdlet
{
    private readonly List<(string Path, string Name)> _journals = [];

    /// <summary>The journal files; wildcards. Several make one report.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string[] JournalPath { get; set; } = [];

    /// <summary>The HTML file. One that is there is overwritten.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The report's title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Do not overwrite a file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _journals.AddRange(JournalPath.SelectMany(JournalsAt));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var target = GetUnresolvedProviderPathFromPSPath(Path);
        if (_journals.Count == 0 || !ShouldProcess(target, $"Export-CGIPUnlinkReport of {string.Join(", ", _journals.Select(journal => journal.Name))}"))
        {
            return;
        }

        UntilStopped(() => Write(target));
    }

    private void Write(string target)
    {
        try
        {
            var journals = Implementations.Reports.Write(_journals, new ReportOptions(target, CmdletAdvice.For, CmdletAdvice.Undo) { Title = Title, NoClobber = NoClobber }, StopToken);
            foreach (var journal in journals.Where(journal => journal.TornLine is not null))
            {
                WriteWarning($"Line {journal.TornLine!.Number} of '{journal.FileName}', the last, is not finished. A run that is given this journal cuts it off.");
            }

            // As Get-Item has it: a bare FileInfo lacks what the engine's own view shows.
            WriteObject(InvokeProvider.Item.Get([$"Microsoft.PowerShell.Core\\FileSystem::{target}"], force: true, literalPath: true), enumerateCollection: true);
        }
        catch (UnlinkException problem)
        {
            WriteError(ErrorRecords.Of(problem, problem.ErrorId is ErrorId.ReportExists or ErrorId.ReportNotWritable ? Path : _journals.Select(journal => journal.Name).ToArray()));
        }
    }
}
