using System.Diagnostics;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli;

/// <summary>What runs that change users share: the journal, the end and the exit code.</summary>
/// <param name="session">The pool.</param>
/// <param name="providers">Provider names with wildcards; all when empty.</param>
internal abstract class ChangeRun(PoolSession session, string[] providers)
{
    // A pool of thousands has thousands of refusals, and as a table they would bury everything else.
    private const int MostRefusalsToTell = 20;

    public required OutputFormat Format { get; init; }

    public required bool WhatIf { get; init; }

    public string? JournalPath { get; init; }

    public required ChangeLimit Limit { get; init; }

    public required int ThrottleLimit { get; init; }

    /// <summary>The part of everything that is this run's; null for all.</summary>
    public Shard? Shard { get; init; }

    protected PoolSession Session => session;

    protected string[] Providers => providers;

    /// <summary>What the journal says was asked for.</summary>
    protected virtual RunSettings Settings => new()
    {
        UserPoolId = session.IsPoolGiven ? session.UserPoolId : null,
        Region = session.IsPoolGiven ? UserPoolIdRule.RegionOf(session.UserPoolId) : null,
        ProviderName = RunSettings.Join(Providers),
        Shard = Shard?.ToString(),
        MaximumChange = Limit.Maximum,
        RequestsPerSecond = session.RequestsPerSecond,
        ThrottleLimit = ThrottleLimit,
    };

    /// <summary>Does the work between the journal's opening and its end, and says how it ended.</summary>
    /// <param name="open">Opens the journal.</param>
    /// <param name="work">The work; it returns the exit code.</param>
    /// <param name="counts">What became of the items.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="writeEnd">Writes the end of the output.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    protected async Task<int> RunAsync<TJournal, TOutcome>(
        Func<string, RunSettings, Task<TJournal>> open, Func<TJournal?, Task<int>> work, OutcomeCounts<TOutcome> counts, PoolProgress progress, Action<TimeSpan> writeEnd, CancellationToken cancellationToken)
        where TJournal : RunJournal
        where TOutcome : struct, Enum
    {
        await using var journal = JournalPath is null || WhatIf ? null : await open(JournalPath, Settings).ConfigureAwait(false);
        if (journal?.TornLine is { } torn)
        {
            Console.Error.WriteLine($"The last line of the journal (line {torn.Number}) had not been finished and was cut off.");
        }

        var watch = Stopwatch.StartNew();
        var (end, exitCode) = (string.Empty, ExitCode.Done);
        try
        {
            exitCode = await work(journal).ConfigureAwait(false);
            await (journal is null ? Task.CompletedTask : EndAsync(journal, cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            (end, exitCode) = ("Interrupted: ", ExitCode.Interrupted);
        }
        catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null)
        {
            progress.Clear();
            (end, exitCode) = ("Broken off: ", ExitCode.OfBreak(problem, counts.Total));
            Messages.Write(problem, couldNotStart: exitCode == ExitCode.NothingStarted);
        }
        catch (IOException problem) when (!WhatIf)
        {
            progress.Clear();
            Messages.WriteStopped(problem);
            (end, exitCode) = ("Broken off: ", ExitCode.SomeFailed);
        }

        progress.Clear();
        session.WriteLog();
        try
        {
            writeEnd(watch.Elapsed);
        }
        catch (IOException problem) when (!WhatIf)
        {
            Messages.WriteStopped(problem);
            exitCode = ExitCode.SomeFailed;
        }

        Messages.End($"{end}{counts.Describe(session.Callers, WhatIf, watch.Elapsed)}{Remark}");
        foreach (var warning in Warnings)
        {
            Messages.Warn(warning);
        }

        return exitCode;
    }

    /// <summary>Says what was wrong with an item that was just counted, unless enough of the same kind were refused before it.</summary>
    protected void Tell<TOutcome>(Exception problem, OutcomeCounts<TOutcome> counts, PoolProgress progress)
        where TOutcome : struct, Enum
    {
        var refused = Format == OutputFormat.Table ? counts.RefusedFor(problem) : 0;
        if (refused <= MostRefusalsToTell)
        {
            progress.Write(() => Messages.Write(problem));
        }
        else if (refused == MostRefusalsToTell + 1)
        {
            var journal = JournalPath is null || WhatIf ? string.Empty : ", and so has the journal";
            progress.Warn($"More of {ErrorAdvice.IdOf(problem)} are only counted from here on. --output csv or json has each with its reason{journal}.");
        }
    }

    /// <summary>What else is to be said at the end.</summary>
    protected virtual string Remark => string.Empty;

    /// <summary>What else may matter, told at the very end.</summary>
    protected virtual IEnumerable<string> Warnings => [];

    private async Task EndAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        if (session.IsPoolGiven && journal.HasOpenIntents(session.UserPoolId))
        {
            await journal.SettleAsync(session.UserPoolId, session.ReaderFor(session.UserPoolId), cancellationToken).ConfigureAwait(false);
        }

        await journal.EndAsync(session.Callers).ConfigureAwait(false);
    }
}
