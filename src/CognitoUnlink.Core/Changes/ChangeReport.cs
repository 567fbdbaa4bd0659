using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Changes;

/// <summary>The result of one item of a run.</summary>
/// <param name="Error">Why it failed or was kept; null when there is nothing to report.</param>
public abstract record ChangeReport(CognitoUnlinkException? Error)
{
    /// <summary>
    /// Whether a request was sent and it is not known whether it was carried out. Its intent stays open in the journal, for a
    /// later run's read to settle.
    /// </summary>
    public bool IsUncertain { get; init; }

    /// <summary>In a preview, where the change would be made; null if that is not known.</summary>
    public Place? Place { get; internal set; }

    /// <summary>Whether a user was changed, or may have been.</summary>
    public abstract bool IsChange { get; }

    /// <summary>The name of the outcome.</summary>
    public abstract string Outcome { get; }

    /// <summary>Whether it failed; if so, there is an error and no result worth keeping.</summary>
    public abstract bool IsFailure { get; }

    /// <summary>The result as it is written.</summary>
    public abstract object Item { get; }

    /// <summary>Whether the change may have been made by a request without an answer. A read that failed changes nothing.</summary>
    /// <param name="operation">The operation that makes the change.</param>
    protected bool MayHaveBeenMadeBy(string operation) =>
        IsUncertain || (Error is CognitoException { MayHaveBeenCarriedOut: true } problem && problem.Operation == operation);
}

/// <summary>Writes the results of items to the journal.</summary>
internal static class ReportWriting
{
    /// <summary>
    /// Returns the report once its outcome is written. The intent is in the journal, so a resumed run settles what could not be written; this run
    /// must stop, but still reports what was done.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="write">Writes it.</param>
    public static async Task<TReport> WrittenAsync<TReport>(this TReport report, Func<Task> write)
        where TReport : ChangeReport
    {
        try
        {
            await write().ConfigureAwait(false);
            return report;
        }
        catch (UnlinkException problem)
        {
            return report with { Error = problem };
        }
    }
}

/// <summary>Stops a run before it exceeds a number of changes, or when its time is up. Thread-safe.</summary>
/// <param name="maximum">The number; null for no limit.</param>
/// <param name="stopAfter">The time limit, from now; null for none.</param>
/// <param name="clock">Provides the time; null for the system clock.</param>
public sealed class ChangeLimit(int? maximum, TimeSpan? stopAfter = null, TimeProvider? clock = null)
{
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestPatience = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly long _start = (clock ?? TimeProvider.System).GetTimestamp();
    private int _changes;

    /// <summary>Whether another item may start before the results of those in flight are known.</summary>
    /// <param name="inFlight">Items that may turn out to be changes.</param>
    public bool HasRoomBeside(int inFlight) => (maximum is null || _changes + inFlight < maximum) && !IsPast(s_longestEnd, 5);

    /// <summary>Whether there is no time left to wait for items in flight.</summary>
    public bool IsOver => IsPast(s_longestPatience, 10);

    /// <summary>The error for an expired time limit.</summary>
    public UnlinkException Over => new(ErrorId.StopAfterReached, $"The time limit of {Duration.Describe(stopAfter ?? TimeSpan.Zero)} for this run was reached. {(_changes == 1 ? "1 change was" : string.Create(CultureInfo.InvariantCulture, $"{_changes:N0} changes were"))} made.");

    /// <summary>Throws if the maximum number of changes was made, or if there is no time left to start another.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MaximumChangeReached"/> or <see cref="ErrorId.StopAfterReached"/>.</exception>
    public void Check()
    {
        if (IsPast(s_longestEnd, 5))
        {
            throw Over;
        }

        if (_changes >= maximum)
        {
            throw new UnlinkException(ErrorId.MaximumChangeReached, $"The maximum of {maximum} {(maximum == 1 ? "change" : "changes")} for this run was reached.");
        }
    }

    /// <summary>Counts an item that was changed, or would have been.</summary>
    public void Count() => Interlocked.Increment(ref _changes);

    // This long before the end, but at most a fraction of the whole.
    private bool IsPast(TimeSpan before, int part) => stopAfter is { } whole && _clock.GetElapsedTime(_start) >= whole - (before < whole / part ? before : whole / part);
}
