using System.Diagnostics.CodeAnalysis;
using CognitoUnlink.Changes;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Running;

/// <summary>The command line as the host of a run: rows on stdout, everything else on stderr.</summary>
/// <param name="session">The pool.</param>
/// <param name="output">Writes rows.</param>
/// <param name="rowOf">The row of a report.</param>
/// <param name="progress">Shows how far along the run is.</param>
internal sealed class RunHost<TReport, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRow>(PoolSession session, RunOutput<TRow> output, Func<TReport, TRow> rowOf, PoolProgress progress) : IRunHost<TReport>
    where TReport : ChangeReport
{
    // A pool of thousands can have thousands of refusals; in a table they would bury everything else.
    private const int RefusalsOnScreen = 3;

    private readonly Dictionary<string, int> _refused = [];
    private Func<Exception?> _failure = () => null;

    /// <summary>Carries out the run and reports how it ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">Each adds work to the run.</param>
    /// <param name="progressRemark">What was done, for the progress line.</param>
    /// <param name="remark">What else belongs in the last line.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync<TItem>(
        ChangeRun<TItem, TReport> run, IAsyncEnumerable<Action> input, Func<string> progressRemark, Func<string> remark, CancellationToken cancellationToken)
        where TItem : class
    {
        var (start, hasUnknownProvider) = (string.Empty, false);
        int? exitCode = null;
        CognitoUnlinkException? failure = null;
        _failure = () => run.Failure;
        try
        {
            output.Begin();
            await run.RunAsync(input, () => progress.Show(run.Ended, run.Errors, () => run.UnderWay ?? progressRemark())).ConfigureAwait(false);
            failure = run.Failure;
            foreach (var (problem, _) in run.ProblemsAtEnd)
            {
                hasUnknownProvider |= problem is UnlinkException { ErrorId: ErrorId.ProviderNotFound };
                exitCode = hasUnknownProvider ? null : ExitCode.SomeFailed;
                progress.Write(() => Messages.Write(problem));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            (start, exitCode) = ("Interrupted: ", ExitCode.Interrupted);
        }
        catch (CognitoUnlinkException problem)
        {
            failure = problem;
        }
        catch (IOException problem) when (!run.IsRehearsal)
        {
            progress.Clear();
            Messages.WriteStopped(problem);
            (start, exitCode) = ("Stopped early: ", ExitCode.SomeFailed);
        }

        // Everything that the service did is written, even after the item that stopped the run.
        foreach (var report in await run.StopAsync().ConfigureAwait(false))
        {
            try
            {
                Show(report);
            }
            catch (IOException problem) when (!run.IsRehearsal)
            {
                Messages.WriteStopped(problem);
                exitCode ??= ExitCode.SomeFailed;
            }
        }

        var summary = run.Summarize();
        if (failure is not null)
        {
            progress.Clear();
            (start, exitCode) = ("Stopped early: ", ExitCode.OfBreak(failure, run.EndedBeforeFailure));
            Messages.Write(failure, couldNotStart: exitCode == ExitCode.NothingStarted);
        }

        progress.Clear();
        session.WriteLog();
        try
        {
            output.End(summary);
        }
        catch (IOException problem) when (!run.IsRehearsal)
        {
            Messages.WriteStopped(problem);
            exitCode = ExitCode.SomeFailed;
        }

        Messages.End($"{start}{summary}{remark()}");
        if (summary.CanContinue)
        {
            Messages.End(summary.JournalPath is null
                ? "To continue, run the same command again."
                : "To continue, run the same command again with the same --journal.");
        }

        var failed = summary.Failed + summary.NotPossible + summary.ChangedWithError;
        return exitCode ?? ExitCode.Of(summary.Ended - failed - summary.Skipped, failed, summary.Skipped, hasUnknownProvider);
    }

    public bool Confirm(TReport preview) => throw new NotSupportedException("The command line asks once, before the run.");

    public void Show(TReport report)
    {
        progress.WriteOut(() => output.Write(rowOf(report)));
        if (report.Error is { } problem && !ReferenceEquals(problem, _failure()))
        {
            ShowProblem(problem, isRefusal: !report.IsFailure && !report.IsChange);
        }
    }

    public void Warn(string text) => progress.Warn(text);

    public void ShowNothingToDo(string text, bool isNamed)
    {
        if (isNamed)
        {
            progress.Warn(text);
        }
    }

    private void ShowProblem(CognitoUnlinkException problem, bool isRefusal)
    {
        var id = problem.ErrorId;
        var refused = isRefusal && output.IsTable ? _refused[id] = _refused.GetValueOrDefault(id) + 1 : 0;
        if (refused <= RefusalsOnScreen)
        {
            progress.Write(() => Messages.Write(problem));
        }
        else if (refused == RefusalsOnScreen + 1)
        {
            progress.Warn($"More {id} refusals are counted but not shown. --output csv and --output json show each one with its reason.");
        }
    }
}
