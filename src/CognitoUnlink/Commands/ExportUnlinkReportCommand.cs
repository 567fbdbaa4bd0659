using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Hosting;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Reporting;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Turns journals, findings and comparisons into one self-contained HTML page. Nothing is sent to AWS.</summary>
[Cmdlet(VerbsData.Export, "CGIPUnlinkReport", SupportsShouldProcess = true, DefaultParameterSetName = PathSet, HelpUri = ProjectLinks.Cmdlets + "Export-CGIPUnlinkReport.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportUnlinkReportCommand : StoppableCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<(string Path, string Name)> _journals = [];
    private List<RetirementFinding>? _findings;
    private List<ComparedIdentity>? _compared;
    private bool _isCheckWhole = true;
    private bool _isComparisonWhole = true;

    private bool _isJournalTyped;
    private bool _isLiteralTyped;

    // Arguments are bound again for each piped object, but count once.
    private readonly HashSet<object> _taken = new(ReferenceEqualityComparer.Instance);

    /// <summary>The journal files; wildcards. Several make one report.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [PathTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string[] JournalPath { get; set; } = [];

    /// <summary>The journal files, without wildcards.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The HTML file. The default is the first journal's name with the extension html, in the current folder. An existing file is overwritten.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 1)]
    [Parameter(ParameterSetName = LiteralPathSet, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Findings from Test-CGIPProviderRetirement. They become a section.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [FoundTransformation<RetirementFinding>]
    public RetirementFinding[]? Finding { get; set; }

    /// <summary>Results from Compare-CGIPLinkedIdentity. They become a section.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [FoundTransformation<ComparedIdentity>]
    public ComparedIdentity[]? Comparison { get; set; }

    /// <summary>Journals, findings and results of comparisons. Anything else is refused, because a report without it would say that there is nothing to report.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The report's title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Do not overwrite an existing file.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => (_isJournalTyped, _isLiteralTyped) = (JournalPath.Length > 0, LiteralPath.Length > 0);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A file is no pattern, also if it is piped and binds by its text.
        Take(LiteralPath, isLiteral: true);
        Take(JournalPath, isLiteral: !_isJournalTyped && InputObject?.BaseObject is FileInfo);

        if (Finding is not null && _taken.Add(Finding))
        {
            (_findings ??= []).AddRange(Finding);
        }

        if (Comparison is not null && _taken.Add(Comparison))
        {
            (_compared ??= []).AddRange(Comparison);
        }

        var isPath = (LiteralPath.Length > 0 && !_isLiteralTyped) || (JournalPath.Length > 0 && !_isJournalTyped);
        if (MyInvocation.ExpectingInput && !isPath)
        {
            TakePiped();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_journals.Count == 0 && _findings is null && _compared is null)
        {
            if (!MyInvocation.ExpectingInput)
            {
                Refuse("No report was written: there is nothing to report on.");
            }

            return;
        }

        Path ??= ReportOptions.DefaultName(_journals.Count > 0 ? _journals[0].Path : null);
        var target = TargetOf(Path);
        if (!ShouldProcess(target, $"Export-CGIPUnlinkReport of {string.Join(", ", _journals.Count > 0 ? _journals.Select(journal => journal.Name) : ["what was found"])}"))
        {
            return;
        }

        UntilStopped(() => Write(target));
    }

    private void Take(string[] paths, bool isLiteral)
    {
        try
        {
            if (_taken.Add(paths))
            {
                _journals.AddRange(paths.SelectMany(path => JournalsAt(path, isLiteral)));
            }
        }
        catch (UnlinkException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem, paths));
        }
    }

    private void TakePiped()
    {
        if (InputObject?.BaseObject is string or FileInfo)
        {
            Take([$"{InputObject}"], isLiteral: InputObject.BaseObject is FileInfo);
        }
        else if (FoundObjects.Of<RetirementFinding>(InputObject) is { Length: > 0 } findings)
        {
            (_findings ??= []).AddRange(findings);
            _isCheckWhole &= FoundObjects.IsWhole(InputObject);
        }
        else if (FoundObjects.Of<ComparedIdentity>(InputObject) is { Length: > 0 } compared)
        {
            (_compared ??= []).AddRange(compared);
            _isComparisonWhole &= FoundObjects.IsWhole(InputObject);
        }
        else
        {
            // An empty list does not say of what it is a list.
            Refuse($"No report was written: the pipeline input, {FoundObjects.Describe(InputObject)}, is neither the path of a journal nor output of Test-CGIPProviderRetirement or Compare-CGIPLinkedIdentity.");
        }
    }

    private void Refuse(string why) => ThrowTerminatingError(ErrorRecords.Of(new UnlinkException(ErrorId.NotReportable, why), InputObject));

    private string TargetOf(string path)
    {
        try
        {
            return SessionState.Path.FileAt(path, ErrorId.ReportNotWritable);
        }
        catch (UnlinkException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem, path));
            throw;
        }
    }

    private void Write(string target)
    {
        try
        {
            var journals = Implementations.Reports.Write(_journals, OptionsFor(target), StopToken);
            foreach (var journal in journals.Where(journal => journal.TornLine is not null))
            {
                WriteWarning(journal.TornLine!.Warning(journal.FileName));
            }

            // Like Get-Item: a bare FileInfo lacks properties that the engine's view shows.
            WriteObject(InvokeProvider.Item.Get([$"Microsoft.PowerShell.Core\\FileSystem::{target}"], force: true, literalPath: true), enumerateCollection: true);
        }
        catch (UnlinkException problem)
        {
            WriteError(ErrorRecords.Of(problem, problem.ErrorId is ErrorId.ReportExists or ErrorId.ReportNotWritable ? Path : _journals.Select(journal => journal.Name).ToArray()));
        }
    }

    private ReportOptions OptionsFor(string target) => new(target, CmdletAdvice.For, CmdletAdvice.Undo)
    {
        Title = Title,
        NoClobber = NoClobber,
        Check = _findings is null ? null : new Reported<RetirementFinding>(_findings) { IsComplete = _isCheckWhole },
        Comparison = _compared is null ? null : new Reported<ComparedIdentity>(_compared) { IsComplete = _isComparisonWhole },
    };
}
