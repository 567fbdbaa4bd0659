using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Shows journals of Disable-CGIPProviderForUser as objects: all records in their order, or the final state of each identity.</summary>
[Cmdlet(VerbsCommon.Get, "CGIPUnlinkJournal", DefaultParameterSetName = PathSet, HelpUri = ProjectLinks.Cmdlets + "Get-CGIPUnlinkJournal.md")]
[OutputType(typeof(JournalRecord))]
public sealed class GetUnlinkJournalCommand : StoppableCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<(string Path, string Name)> _journals = [];

    /// <summary>The journal files; wildcards.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JournalPath")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>The journal files, without wildcards.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only these events.</summary>
    [Parameter]
    public JournalEvent[] Event { get; set; } = [];

    /// <summary>Only these users; wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JournalUsernameCompleter))]
    public string[] Username { get; set; } = [];

    /// <summary>Only identities from these providers; wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JournalProviderNameCompleter))]
    public string[] ProviderName { get; set; } = [];

    /// <summary>Only what this run wrote.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(JournalRunCompleter))]
    public string? Run { get; set; }

    /// <summary>One record for each identity: its final state according to all journals together.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var isLiteral = ParameterSetName == LiteralPathSet;
        foreach (var given in isLiteral ? LiteralPath : Path)
        {
            try
            {
                Read(JournalsAt(given, isLiteral));
            }
            catch (UnlinkException problem)
            {
                WriteError(ErrorRecords.Of(problem, given));
            }
        }
    }

    private void Read(IEnumerable<(string Path, string Name)> journals)
    {
        foreach (var (path, name) in journals)
        {
            if (Latest)
            {
                _journals.Add((path, name));
                continue;
            }

            var reader = new JournalReader(path, name);
            try
            {
                UntilStopped(() => WriteObject(reader.Read().Where(IsSelected), enumerateCollection: true));
            }
            catch (UnlinkException problem)
            {
                WriteError(ErrorRecords.Of(problem, name));
            }

            WarnOf(reader.TornLine, reader.Warning, name);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_journals.Count > 0)
        {
            UntilStopped(WriteLatest);
        }
    }

    private void WriteLatest()
    {
        try
        {
            var (journals, records) = Implementations.Reports.ReadLatest(_journals, StopToken);
            WriteObject(records.Where(IsSelected), enumerateCollection: true);
            foreach (var journal in journals)
            {
                WarnOf(journal.TornLine, journal.Warning, journal.Name);
            }
        }
        catch (UnlinkException problem)
        {
            WriteError(ErrorRecords.Of(problem, string.Join(", ", _journals.Select(journal => journal.Name))));
        }
    }

    private void WarnOf(JournalTornLine? torn, string? warning, string path)
    {
        if (warning is not null)
        {
            WriteWarning(warning);
        }

        if (torn is not null)
        {
            WriteWarning(torn.Warning(path));
        }
    }

    private bool IsSelected(JournalRecord record)
    {
        StopToken.ThrowIfCancellationRequested();
        return (Event.Length == 0 || Event.Contains(record.Event))
            && IsLike(Username, record.Username)
            && IsLike(ProviderName, record.ProviderName)
            && (Run is null || string.Equals(Run, record.Run, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsLike(string[] patterns, string? value) =>
        patterns.Length == 0
        || (value is not null && patterns.Any(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(value)));
}
