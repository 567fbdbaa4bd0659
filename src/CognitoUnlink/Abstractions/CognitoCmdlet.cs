using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.PowerShell.Errors;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that works on records many at once: work beside the pipeline, and error records.</summary>
public abstract class CognitoCmdlet : ServiceCmdlet
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    private readonly List<PipelineWork> _work = [];
    private PipelineWork? _lookups;
    private readonly Dictionary<(string UserPoolId, string ProviderNames), (ProviderFilter Filter, UserReader Users)> _filters = [];
    private bool _isPoolTyped;
    private bool _isEnding;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        EndWork();
        base.Dispose(disposing);
    }

    /// <summary>Does something that needs no lookup, after what waits for one.</summary>
    private protected void AfterLookups(object? target, Action work)
    {
        if (Lookups.Count == 0)
        {
            work();
        }
        else
        {
            Lookups.Add(null, _ => Task.FromResult<Action>(() => ForRecord(target, work)));
        }
    }

    /// <summary>Looks something up beside the pipeline, and goes on with it in the order of input.</summary>
    private protected void LookUp<T>(object? target, Func<CancellationToken, Task<T>> lookup, Action<T> then) =>
        Lookups.Add(null, async cancellationToken =>
        {
            try
            {
                var found = await lookup(cancellationToken).ConfigureAwait(false);
                return () => ForRecord(target, () => then(found));
            }
            catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null)
            {
                return Failed(Lookups, problem, target);
            }
        });

    /// <summary>Waits for lookups in flight and what follows from them.</summary>
    private protected void FinishLookups() => _lookups?.WriteAllBut(0);

    /// <summary>What to do on the pipeline's thread about work that failed. Nothing more is started when it would fail the same way.</summary>
    private protected Action Failed(PipelineWork work, Exception problem, object? target)
    {
        if (DoomsTheRest(problem))
        {
            work.StartNoMore();
        }

        return () => Report(problem, target);
    }

    /// <summary>Cancels what is in flight: Select-Object -First ends a command without a word, and only disposes it.</summary>
    private protected void EndWork()
    {
        if (_work.Any(work => work.Count > 0))
        {
            StopProcessing();
        }

        _work.ForEach(work => work.Dispose());
        _work.Clear();
    }

    /// <summary>Writes what there is to say of the work beside the pipeline. Called now and then on its thread.</summary>
    private protected void ShowProgress()
    {
        WriteLog();
        WarnOfPace();
        ShowCount();
    }

    /// <summary>Shows how far the command is, when it is time to.</summary>
    private protected virtual void ShowCount()
    {
    }

    /// <summary>Before the command is ended by an error: ends what is in flight, so that no result is lost.</summary>
    private protected virtual void FinishEarly()
    {
    }

    /// <summary>How much was done, for an error that ends the command; null when nothing was.</summary>
    private protected virtual string? DoneSoFar => null;

    private PipelineWork Lookups => _lookups ??= NewWork();

    /// <summary>A queue for work beside the pipeline, ended with the command.</summary>
    private protected PipelineWork NewWork()
    {
        var work = new PipelineWork(ThrottleLimit, ShowProgress, StopToken);
        _work.Add(work);
        return work;
    }

    /// <summary>Waits for a call on the pipeline's thread.</summary>
    private protected T Wait<T>(Task<T> call)
    {
        Wait((Task)call);
        return call.GetAwaiter().GetResult();
    }

    /// <summary>Waits for work on the pipeline's thread.</summary>
    private protected void Wait(Task work) => UntilStopped(() =>
    {
        while (HasLog && !work.IsCompleted && !((IAsyncResult)work).AsyncWaitHandle.WaitOne(s_patience))
        {
            WriteLog();
        }

        work.GetAwaiter().GetResult();
    });

    /// <summary>Does what comes before the first record. What fails ends the command.</summary>
    private protected void BeforeRecords(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem, target));
        }
    }

    /// <summary>Does one record's work. What fails is an error for the record; what would fail for every record ends the command.</summary>
    private protected void ForRecord(object? target, Action work)
    {
        WriteLog();
        try
        {
            work();
        }
        catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null)
        {
            Report(problem, target);
        }
    }

    /// <summary>Writes an error, or ends the command with it; that is done once, whatever else would fail the same way.</summary>
    private protected void Report(Exception problem, object? target)
    {
        if (!DoomsTheRest(problem))
        {
            WriteLog();
            WriteError(ErrorRecords.Of(problem, target));
        }
        else if (!_isEnding)
        {
            _isEnding = true;
            FinishEarly();
            WriteLog();
            ThrowTerminatingError(ErrorRecords.Of(problem, target, DoneSoFar is { } done ? $"Stopped after {done}: " : null));
        }
    }

    /// <summary>The filter for provider names with wildcards; everything passes without any. One for the same pool and names, so that each is told of once.</summary>
    private protected ProviderFilter Filter(string userPoolId, string[] providerNames)
    {
        var key = (userPoolId, string.Join('\0', providerNames));
        if (!_filters.TryGetValue(key, out var known))
        {
            known = _filters[key] = (new ProviderFilter(providerNames), ReaderFor(userPoolId));
        }

        return known.Filter;
    }

    /// <summary>After the last record, writes an error for each provider name that matched nothing and is unknown in the pool.</summary>
    private protected void ReportUnknownProviders()
    {
        foreach (var ((userPoolId, _), (filter, users)) in _filters.Where(each => each.Value.Filter.HasUnmatched))
        {
            ForRecord(userPoolId, () =>
            {
                if (Wait(users.ProviderNamesAsync(userPoolId, StopToken)) is { } names)
                {
                    foreach (var problem in filter.TakeUnknown(userPoolId, names))
                    {
                        Report(problem, userPoolId);
                    }
                }
            });
        }
    }

    /// <summary>Whether whatever else the command is given would fail the same way.</summary>
    private protected bool DoomsTheRest(Exception problem) => problem switch
    {
        CognitoException service => service.DoomsEveryCall || (_isPoolTyped && service.DoomsThePool),
        UnlinkException { ErrorId: ErrorId.InvalidUserPoolId } => _isPoolTyped,
        UnlinkException own => own.DoomsTheRun,
        _ => false,
    };

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        _isPoolTyped = MyInvocation.BoundParameters.ContainsKey("UserPoolId");
}
