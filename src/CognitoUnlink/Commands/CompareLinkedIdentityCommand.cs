using System.Management.Automation;
using CognitoUnlink.Journaling;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Compares journals with one listing of the user pool, and shows which unlinked identities users have again.</summary>
[Cmdlet(VerbsData.Compare, "CGIPLinkedIdentity", DefaultParameterSetName = PathSet, HelpUri = ProjectLinks.Cmdlets + "Compare-CGIPLinkedIdentity.md")]
[OutputType(typeof(ComparedIdentity))]
public sealed class CompareLinkedIdentityCommand : PoolReadingCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<(string Path, string Name)> _journals = [];
    private LinkComparison? _comparison;

    /// <summary>The user pool's id.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [UserPoolIdTransformation]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string UserPoolId { get; set; } = string.Empty;

    /// <summary>The journal files; wildcards. Several are read as one.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string[] JournalPath { get; set; } = [];

    /// <summary>The journal files, without wildcards.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var isLiteral = ParameterSetName == LiteralPathSet;
        foreach (var given in isLiteral ? LiteralPath : JournalPath)
        {
            BeforeRecords(given, () => _journals.AddRange(JournalsAt(given, isLiteral)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_journals.Count > 0)
        {
            Read(UserPoolId, Compare);
        }
    }

    private protected override long UsersRead => _comparison?.Users ?? 0;

    private protected override int ActivityId => 720_403;

    private void Compare(PoolClient client)
    {
        var comparison = _comparison = new LinkComparison(
            client,
            UserPoolId,
            [.. _journals.Select(journal => new JournalSource(journal.Path, journal.Name, StopToken))],
            Parallel);
        Wait(comparison.ReadAsync);
        foreach (var identity in comparison.Results())
        {
            WriteObject(identity);
        }

        foreach (var problem in comparison.Problems)
        {
            WriteError(ErrorRecords.Of(problem, UserPoolId));
        }

        foreach (var warning in comparison.Warnings)
        {
            WriteWarning(warning);
        }

        WriteEnd(comparison.Describe());
    }
}
