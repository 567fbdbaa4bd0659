using System.Collections;
using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Pacing;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that changes users: asks, keeps a journal, and stops at a number of changes.</summary>
public abstract class ChangeCmdlet : CognitoCmdlet
{
    private const int ActivityId = 720_402;

    private RunJournal? _journal;
    private PipelineWork? _changes;
    private PipelineProgress? _progress;
    private long _done;
    private long _errors;
    private long _ended;

    /// <summary>
    /// A file that each change is written to before it is made. Given again, it resumes: what it says is done is not asked for again.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string? JournalPath { get; set; }

    /// <summary>Stop before the first change beyond this number.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaximumChange { get; set; }

    /// <summary>What columns of piped rows are called: @{ Username = 'cognito:username' }.</summary>
    [Parameter]
    public IDictionary? ColumnMap { get; set; }

    /// <summary>Do not ask. -WhatIf still only shows.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        BeforeRecords(ColumnMap, () => Rows = new RowReader(
            ColumnMap is null ? null : new ColumnMap(ColumnMap.Cast<DictionaryEntry>().Select(pair => KeyValuePair.Create($"{pair.Key}", $"{pair.Value}")))));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        FinishWork();
        _progress?.End();
        if (_journal is not null)
        {
            if (GivenUserPoolId is { } userPoolId && _journal.HasOpenIntents(userPoolId))
            {
                ForRecord(userPoolId, () => Wait(_journal.SettleAsync(userPoolId, ReaderFor(userPoolId), StopToken)));
            }

            ForRecord(JournalPath, () => _journal.EndAsync(Callers).GetAwaiter().GetResult());
        }

        WriteLog();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        EndWork();
        _journal?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    private protected override QuotaCategory MainQuota => QuotaCategory.UserUpdate;

    /// <summary>Reads piped rows.</summary>
    private protected RowReader Rows { get; private set; } = new();

    /// <summary>Counts the changes.</summary>
    private protected ChangeLimit Limit { get; private set; } = new(null);

    /// <summary>Whether -WhatIf was given or preferred.</summary>
    private protected bool IsRehearsal => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? ((SwitchParameter)given).IsPresent
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether somebody may be asked about a change: not where a parameter or a preference says that nobody is.</summary>
    private protected bool MayAsk => !Force && (MyInvocation.BoundParameters.TryGetValue("Confirm", out var given)
        ? ((SwitchParameter)given).IsPresent
        : SessionState.PSVariable.GetValue("ConfirmPreference") is not ConfirmImpact.None);

    /// <summary>Makes sure that another change may be made: where it depends on what those in flight come to, waits for them.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MaximumChangeReached"/>.</exception>
    private protected void CheckLimit()
    {
        while (_changes!.Count > 0 && !Limit.HasRoomBeside(_changes.Count))
        {
            _changes.WriteAllBut(_changes.Count - 1);
        }

        Limit.Check();
    }

    /// <summary>Makes a change beside the pipeline, and writes what became of it in the order of input.</summary>
    /// <param name="user">Changes of one user go one after another.</param>
    /// <param name="target">What errors are about.</param>
    /// <param name="change">The change.</param>
    /// <param name="judge">What of its report is an error, and whether it tells of a change.</param>
    /// <param name="write">Writes the report.</param>
    private protected void Change<T>(object? user, object target, Func<CancellationToken, Task<T>> change, Func<T, (Exception? Error, bool IsChange)> judge, Action<T> write) =>
        _changes!.Add(user, async cancellationToken =>
        {
            try
            {
                var report = await change(cancellationToken).ConfigureAwait(false);
                var (error, isChange) = judge(report);
                var dooms = error is not null && DoomsTheRest(error);
                if (dooms)
                {
                    _changes.StartNoMore();
                }

                return () =>
                {
                    _done++;
                    _errors += error is null ? 0 : 1;
                    _ended += isChange || !dooms ? 1 : 0;
                    ShowProgress();
                    write(report);
                };
            }
            catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null)
            {
                return Failed(_changes, problem, target);
            }
        });

    /// <summary>Waits for everything in flight and writes it.</summary>
    private protected void FinishWork()
    {
        FinishLookups();
        _changes?.WriteAllBut(0);
    }

    /// <inheritdoc/>
    private protected override void FinishEarly() => _changes?.WriteEnded();

    /// <inheritdoc/>
    private protected override string? DoneSoFar => _ended switch
    {
        0 => null,
        1 => "1 identity",
        _ => $"{_ended} identities",
    };

    /// <inheritdoc/>
    private protected override void ShowCount()
    {
        if (_progress!.IsDue)
        {
            _progress.Show(_done, null, _errors, Retried);
        }
    }

    private string? GivenUserPoolId => MyInvocation.BoundParameters.GetValueOrDefault("UserPoolId") as string;

    /// <summary>What the journal says was asked for.</summary>
    private protected virtual RunSettings Settings => new()
    {
        ParameterSetName = ParameterSetName,
        UserPoolId = GivenUserPoolId,
        Region = Region ?? (GivenUserPoolId is { } pool ? UserPoolIdRule.RegionOf(pool) : null),
        ProviderName = MyInvocation.BoundParameters.GetValueOrDefault("ProviderName") switch
        {
            string[] names => RunSettings.Join(names),
            string name => RunSettings.Join([name]),
            _ => null,
        },
        MaximumChange = MaximumChange,
        RequestsPerSecond = MyInvocation.BoundParameters.ContainsKey(nameof(RequestsPerSecond)) ? RequestsPerSecond : null,
        ThrottleLimit = ThrottleLimit,
    };

    /// <summary>Sets the limit and opens the journal.</summary>
    /// <returns>Null when none was asked for, or nothing will be changed.</returns>
    private protected T? Prepare<T>(Func<string, RunSettings, Task<T>> open)
        where T : RunJournal
    {
        _progress = new PipelineProgress(this, ActivityId, "identities");
        _changes = NewWork();
        Limit = new ChangeLimit(MaximumChange);
        if (JournalPath is null || IsRehearsal)
        {
            return null;
        }

        var journal = Wait(open(GetUnresolvedProviderPathFromPSPath(JournalPath), Settings));
        _journal = journal;
        if (journal.TornLine is { } torn)
        {
            WriteWarning($"The last line of the journal '{JournalPath}' (line {torn.Number}) had not been finished and was cut off.");
        }

        return journal;
    }
}
