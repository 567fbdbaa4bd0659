using System.Management.Automation;
using System.Runtime.CompilerServices;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Running;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that changes something: the PowerShell host of a run.</summary>
/// <typeparam name="TItem">What is changed.</typeparam>
/// <typeparam name="TReport">What is reported about it.</typeparam>
public abstract class ChangeCmdlet<TItem, TReport> : CognitoCmdlet, IRunHost<TReport>
    where TItem : class
    where TReport : ChangeReport
{
    private const int RefusalsOnScreen = 3;

    private static readonly HashSet<string> s_scopes = new(StringComparer.OrdinalIgnoreCase) { "global", "local", "script", "private", "variable" };
    private static readonly TimeSpan s_stopToArrive = TimeSpan.FromMilliseconds(500);

    private readonly ConditionalWeakTable<Exception, object> _targets = [];
    private readonly Dictionary<string, int> _refused = [];
    private readonly ErrorGroup _group = new();
    private ChangeRun<TItem, TReport>? _run;
    private RunJournal? _journal;
    private PoolClient? _client;
    private object? _failureTarget;
    private TReport? _stoppedAt;
    private bool _isSummarized;

    /// <summary>
    /// A file that each change is written to before it is made. If it exists, the run resumes: what it records as done is not sent again.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JournalPathCompleter))]
    public string? JournalPath { get; set; }

    /// <summary>
    /// Do not call GetCallerIdentity to find out who runs the command. The journal then contains the operating system user.
    /// </summary>
    [Parameter]
    public SwitchParameter NoCallerIdentity { get; set; }

    /// <summary>Stop before the first change beyond this number.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaximumChange { get; set; }

    /// <summary>End within this time: 25m, 2h, 00:25:00 or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? StopAfter { get; set; }

    /// <summary>Do not prompt. With -WhatIf, nothing is changed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// The name of a variable for the run's summary: counts, reasons, requests, and results that could not be written. It is set
    /// whenever the run ends, even if it is stopped.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        BeforeRecords(SummaryVariable, CheckSummaryVariable);
        BeforeRecords(GivenUserPoolId, () => _client = GivenUserPoolId is { } pool ? ClientFor(pool) : null);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Run.Complete();
        Pump(Run.Advance, () => Run.IsEnded);
        EndRun();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _group.IsOver = true;
        Summarize(canWrite: false);
        if (_run is null)
        {
            // The cmdlet ended before its run began. The variable must not keep the summary of an earlier run.
            TryClearSummary(out _);
        }

        _run?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _journal?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    bool IRunHost<TReport>.Confirm(TReport preview) => !NeedsConfirmation(preview) || ShouldProcess(Describe(preview), Question(preview), MyInvocation.MyCommand.Name);

    /// <inheritdoc/>
    void IRunHost<TReport>.Show(TReport report)
    {
        if (IsRehearsal && report.IsChange)
        {
            ShouldProcess(Describe(report), Question(report), MyInvocation.MyCommand.Name);
        }

        var isWritten = false;
        try
        {
            if (!report.IsFailure)
            {
                WriteObject(report.Item);
                isWritten = true;
            }

            ShowError(report);
        }
        catch (PipelineStoppedException) when (!isWritten)
        {
            _stoppedAt = report;
            throw;
        }
    }

    /// <inheritdoc/>
    void IRunHost<TReport>.Warn(string text) => WriteWarning(text);

    /// <inheritdoc/>
    void IRunHost<TReport>.ShowNothingToDo(string text, bool isNamed)
    {
        if (isNamed && !MyInvocation.ExpectingInput)
        {
            WriteWarning(text);
        }
        else
        {
            WriteVerbose(text);
        }
    }

    private protected override QuotaCategory MainQuota => QuotaCategory.UserUpdate;

    private protected override (long Done, long? Total, long Errors, string Items) Count() => (_run?.Ended ?? 0, null, _run?.Errors ?? 0, Items.Many);

    /// <summary>What progress counts.</summary>
    private protected virtual (string One, string Many) Items => ("identity", "identities");

    private protected override string? UnderWay => _run?.UnderWay;

    /// <summary>Whether -WhatIf is set, by the parameter or the preference.</summary>
    private protected bool IsRehearsal => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? ((SwitchParameter)given).IsPresent
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether a confirmation prompt can be shown: not if a parameter or a preference rules it out.</summary>
    private protected bool MayPrompt => !Force && (MyInvocation.BoundParameters.TryGetValue("Confirm", out var given)
        ? ((SwitchParameter)given).IsPresent
        : SessionState.PSVariable.GetValue("ConfirmPreference") is not ConfirmImpact.None);

    /// <summary>The options of the run; a pool given as an argument applies to all items.</summary>
    private protected RunOptions Options => new()
    {
        WhatIf = IsRehearsal,
        Confirm = MayPrompt,
        ConfirmPlace = MayPrompt ? ConfirmPlace : null,
        NoCallerIdentity = NoCallerIdentity,
        ThrottleLimit = ThrottleLimit,
        MaximumChange = MaximumChange,
        StopAfter = StopAfter,
        UserPoolId = GivenUserPoolId,
        Client = _client,
        Changed = Changed,
    };

    /// <summary>The settings of the run for its journal.</summary>
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
        StopAfterSeconds = StopAfter?.TotalSeconds,
        RequestsPerSecond = MyInvocation.BoundParameters.ContainsKey(nameof(RequestsPerSecond)) ? RequestsPerSecond : null,
        ThrottleLimit = ThrottleLimit,
    };

    /// <summary>What a run of the cmdlet does.</summary>
    private protected abstract RunTask RunTask { get; }

    /// <summary>The change in words, for -WhatIf and -Verbose.</summary>
    private protected abstract string Describe(TReport report);

    /// <summary>The confirmation question for the change.</summary>
    private protected abstract string Question(TReport report);

    private protected virtual bool NeedsConfirmation(TReport preview) => true;

    private protected ChangeRun<TItem, TReport> Run => _run!;

    /// <returns>Null if no journal is specified, or nothing will be changed.</returns>
    private protected T? OpenJournal<T>(Func<string, RunSettings, Place?, Func<string, Task<bool>>?, Task<T>> open)
        where T : RunJournal
    {
        if (JournalPath is null || IsRehearsal)
        {
            return null;
        }

        var path = SessionState.Path.FileAt(JournalPath, ErrorId.JournalNotWritable);
        var (settings, confirm) = (Settings, MayPrompt ? ConfirmPlace : (Func<string, Task<bool>>?)null);
        var journal = Wait(async cancellationToken => await open(path, settings, await PlaceAsync(cancellationToken).ConfigureAwait(false), confirm).ConfigureAwait(false));
        _journal = journal;
        if (journal.TornLine is { } torn)
        {
            WriteWarning($"The last line of the journal '{JournalPath}' (line {torn.Number}) was incomplete and has been cut off.");
        }

        return journal;
    }

    private protected void Start(ChangeRun<TItem, TReport> run) => _run = run;

    /// <summary>Adds the work for a record, and advances until there is room for more. Errors about the record are reported in its turn.</summary>
    /// <param name="target">The record, which is the target of errors about it.</param>
    /// <param name="userPoolId">Its pool.</param>
    /// <param name="username">Its user, when known.</param>
    /// <param name="add">Adds its work.</param>
    private protected void Add(object? target, string userPoolId, string? username, Action add)
    {
        try
        {
            add();
        }
        catch (CognitoUnlinkException problem)
        {
            if (target is not null)
            {
                _targets.AddOrUpdate(problem, target);
            }

            Run.AddFailure(userPoolId, username, problem);
        }

        PumpUntilRoom(Run.Advance, () => Run.HasRoom, () => Run.IsEnded);
        if (Run.IsEnded)
        {
            EndRun();
        }
    }

    /// <summary>The place of a change in messages: the endpoint, if it is not AWS's own.</summary>
    private protected static string At(TReport report) => report.Place is { IsAws: false } place ? $" at {place.Host}" : string.Empty;

    private async Task<Place?> PlaceAsync(CancellationToken cancellationToken) => _client is null
        ? null
        : await (await _client.ConnectAsync(cancellationToken).ConfigureAwait(false)).PlaceAsync(cancellationToken).ConfigureAwait(false);

    private Task<bool> ConfirmPlace(string question) => Task.FromResult(OnPipeline(() => ShouldContinue(question, MyInvocation.MyCommand.Name)));

    private void CheckSummaryVariable()
    {
        if (!TryClearSummary(out var problem))
        {
            throw new UnlinkException(ErrorId.VariableNotWritable, $"Nothing was sent: the summary cannot be written to a variable '{SummaryVariable}'. {problem?.Message}".TrimEnd(), problem);
        }
    }

    /// <summary>Sets the variable to a summary without any changes.</summary>
    private bool TryClearSummary(out Exception? problem)
    {
        problem = null;
        if (SummaryVariable is not { } name)
        {
            return true;
        }

        if (name.StartsWith('$') || (name.LastIndexOf(':') is var colon and >= 0 && !s_scopes.Contains(name[..colon])))
        {
            return false;
        }

        try
        {
            SessionState.PSVariable.Set(name, new RunSummary { Task = RunTask, WhatIf = IsRehearsal });
            return FoundObjects.BaseOf(SessionState.PSVariable.GetValue(name)) is RunSummary;
        }
        catch (RuntimeException refused)
        {
            problem = refused;
            return false;
        }
    }

    private string? GivenUserPoolId => MyInvocation.BoundParameters.GetValueOrDefault("UserPoolId") as string is { } pool && IsPoolTyped ? pool : null;

    private object? TargetOf(CognitoUnlinkException problem, TReport report) => _targets.TryGetValue(problem, out var target) ? target : report.Item;

    private void ShowError(TReport report)
    {
        if (report.Error is not { } problem)
        {
            return;
        }

        if (ReferenceEquals(problem, Run.Failure))
        {
            _failureTarget = TargetOf(problem, report);
        }
        else
        {
            WriteLog();
            WriteError(ErrorRecords.Of(problem, TargetOf(problem, report), group: report.IsFailure || report.IsChange || IsOneOfTheFirst(problem) ? null : _group));
        }
    }

    private bool IsOneOfTheFirst(CognitoUnlinkException problem)
    {
        var id = problem.ErrorId;
        return (_refused[id] = _refused.GetValueOrDefault(id) + 1) <= RefusalsOnScreen;
    }

    private void EndRun()
    {
        foreach (var (problem, userPoolId) in Run.ProblemsAtEnd)
        {
            WriteError(ErrorRecords.Of(problem, userPoolId));
        }

        EndProgress();
        Summarize(canWrite: true);
        if (Run.Failure is { } failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(failure, _failureTarget ?? GivenUserPoolId, StoppedAfter(Run.EndedBeforeFailure, Items.One, Items.Many)));
        }
    }

    // A stop reaches what runs inside a downstream script block before it reaches this cmdlet.
    private bool IsStopped() => Stopping || StopToken.IsCancellationRequested || (SummaryVariable is not null && StopToken.WaitHandle.WaitOne(s_stopToArrive));

    /// <summary>Shows once what the run did, however it ended. A stopped cmdlet cannot write objects, but it can set a variable and write to the host.</summary>
    private void Summarize(bool canWrite)
    {
        if (_run is null || _isSummarized)
        {
            return;
        }

        _isSummarized = true;
        var unwritten = _run.StopAsync().GetAwaiter().GetResult();

        // Select-Object -First throws the same exception, but it has taken the object, and the cmdlet is not stopped.
        var all = _stoppedAt is not null && IsStopped() ? unwritten.Prepend(_stoppedAt) : unwritten;
        var summary = _run.Summarize() with { Unwritten = [.. all.Select(report => report.Item)] };
        if (SummaryVariable is not null)
        {
            SessionState.PSVariable.Set(SummaryVariable, summary);
        }

        var line = RunWords.End(MyInvocation.MyCommand.Name, summary);
        if (canWrite)
        {
            WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]);
        }
        else
        {
            Host?.UI?.WriteLine(line);
        }
    }
}

/// <summary>The last line of every run.</summary>
internal static class RunWords
{
    public static string End(string command, RunSummary summary)
    {
        var state = summary.IsComplete ? string.Empty : " stopped";
        var journal = summary.JournalPath is { } path ? $" Journal: {path}." : string.Empty;
        var next = summary is { IsComplete: false, WhatIf: true } ? " Nothing was changed."
            : !summary.CanContinue ? string.Empty
            : summary.JournalPath is not null ? " To continue, run the same command again with the same -JournalPath."
            : " To continue, run the same command again.";
        var unwritten = summary.Unwritten.Count > 0 ? $" Results that could not be written: {summary.Unwritten.Count}; -SummaryVariable keeps them." : string.Empty;
        return Printable.Of($"{command}{state}: {summary}.{journal}{next}{unwritten}");
    }
}
