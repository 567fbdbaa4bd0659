using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Running;

/// <summary>What a run did: each item that was begun counts once, by what the service did, not by what was shown.</summary>
public sealed record RunSummary
{
    /// <summary>The run's task.</summary>
    public required RunTask Task { get; init; }

    /// <summary>Whether it was a rehearsal.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Whether the run was completed. False if it was stopped, or ended by a failure or a limit.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Identities that were unlinked.</summary>
    public long Unlinked { get; init; }

    /// <summary>Identities that were already unlinked.</summary>
    public long AlreadyUnlinked { get; init; }

    /// <summary>Identities that would be unlinked if this were not a rehearsal.</summary>
    public long WouldUnlink { get; init; }

    /// <summary>
    /// In a rehearsal, links whose identity also belongs to a federated user of its own, as far as the rehearsal saw both: it may not be possible to link
    /// them again.
    /// </summary>
    public long UndoUncertain { get; init; }

    /// <summary>Identities that a guard kept.</summary>
    public long Skipped { get; init; }

    /// <summary>Identities that were linked.</summary>
    public long Linked { get; init; }

    /// <summary>Identities that were already linked.</summary>
    public long AlreadyLinked { get; init; }

    /// <summary>Identities that would be linked if this were not a rehearsal.</summary>
    public long WouldLink { get; init; }

    /// <summary>Identities that cannot be linked as things are.</summary>
    public long NotPossible { get; init; }

    /// <summary>App clients from which the provider was removed.</summary>
    public long Closed { get; init; }

    /// <summary>App clients that did not offer the provider before.</summary>
    public long AlreadyClosed { get; init; }

    /// <summary>App clients from which the provider would be removed if this were not a rehearsal.</summary>
    public long WouldClose { get; init; }

    /// <summary>App clients that the provider was put back into.</summary>
    public long Reopened { get; init; }

    /// <summary>App clients that offered the provider before.</summary>
    public long AlreadyOpen { get; init; }

    /// <summary>App clients that the provider would be put back into if this were not a rehearsal.</summary>
    public long WouldReopen { get; init; }

    /// <summary>Users who were given a password to reset.</summary>
    public long PasswordSet { get; init; }

    /// <summary>Users who need no password, since they have a way in.</summary>
    public long NotNeeded { get; init; }

    /// <summary>Users who would be given a password if this were not a rehearsal.</summary>
    public long WouldSetPassword { get; init; }

    /// <summary>Items that failed.</summary>
    public long Failed { get; init; }

    /// <summary>How many of <see cref="Failed"/> may have been done: a request was sent and got no clear answer.</summary>
    public long MayHaveBeenDone { get; init; }

    /// <summary>Items that were changed, but not all is well, for instance because the user was stranded or could not be signed out.</summary>
    public long ChangedWithError { get; init; }

    /// <summary>Rows that name a user and a provider of which the user has no identity.</summary>
    public long WithoutMatch { get; init; }

    /// <summary>Items that the user declined at the prompt.</summary>
    public long Declined { get; init; }

    /// <summary>Items that were added but not begun.</summary>
    public long NotBegun { get; init; }

    /// <summary>Why items were skipped or failed, or were changed with an error, the most frequent reason first.</summary>
    public IReadOnlyList<ReasonCount> Reasons { get; init; } = [];

    /// <summary>Requests sent.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that the service throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>Requests that repeated an earlier one.</summary>
    public long Retried { get; init; }

    /// <summary>
    /// AdminGetUser requests, each of which makes its user active, and so billed, for the month.
    /// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#monthly-active-users"/>
    /// </summary>
    public long BilledReads { get; init; }

    /// <summary>The hosts that requests went to instead of AWS's own.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>How long the run took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The time of the oldest listing that a rehearsal relied on, UTC; null if it used none.</summary>
    public DateTime? ListedAt { get; init; }

    /// <summary>The journal; null when there is none.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Results that could no longer be written to the output. The journal has them too.</summary>
    public IReadOnlyList<object> Unwritten { get; init; } = [];

    /// <summary>Items that have ended.</summary>
    public long Ended => Unlinked + AlreadyUnlinked + WouldUnlink + Skipped + Linked + AlreadyLinked + WouldLink + NotPossible + Failed
        + Closed + AlreadyClosed + WouldClose + Reopened + AlreadyOpen + WouldReopen + PasswordSet + NotNeeded + WouldSetPassword;

    /// <summary>Whether the same command would continue the run: it did something, and something is left.</summary>
    public bool CanContinue => !IsComplete && !WhatIf && Ended > Failed;

    /// <summary>The summary as one line.</summary>
    public override string ToString()
    {
        var skipped = Count(Skipped, "skipped") + ReasonsOf(nameof(Skipped));
        List<string> parts = Task switch
        {
            RunTask.Link => [WhatIf ? Count(WouldLink, "would be linked") : Done(Linked, "linked"), Count(AlreadyLinked, "already linked"), Count(NotPossible, "not possible")],
            RunTask.Close => [WhatIf ? Count(WouldClose, "would be closed") : Done(Closed, "closed"), Count(AlreadyClosed, "already closed"), skipped],
            RunTask.Reopen => [WhatIf ? Count(WouldReopen, "would be reopened") : Done(Reopened, "reopened"), Count(AlreadyOpen, "already open")],
            RunTask.Fallback => [WhatIf ? Count(WouldSetPassword, "would get a password") : Done(PasswordSet, "got a password"), Count(NotNeeded, "need none"), skipped],
            _ => [WhatIf ? Count(WouldUnlink, "would be unlinked") : Done(Unlinked, "unlinked"), Count(AlreadyUnlinked, "already unlinked"), skipped],
        };
        parts.Add(Count(Failed, "failed") + ReasonsOf(nameof(Failed)));
        if (UndoUncertain > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{UndoUncertain} may not be restorable"));
        }

        if (MayHaveBeenDone > 0)
        {
            parts.Add(Count(MayHaveBeenDone, "of the failed changes may have been made"));
        }

        if (WithoutMatch > 0)
        {
            parts.Add(Count(WithoutMatch, "without a match"));
        }

        if (Declined > 0)
        {
            parts.Add(Count(Declined, "declined"));
        }

        if (NotBegun > 0)
        {
            parts.Add($"{(IsComplete ? string.Empty : "at least ")}{Count(NotBegun, "not started")}");
        }

        var requests = Count(Requests, Requests == 1 ? "request" : "requests");
        var reads = BilledReads == 0 ? string.Empty : $" ({Count(BilledReads, BilledReads == 1 ? "user read" : "user reads")})";
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", parts)}; {requests}{reads} in {Duration.TotalSeconds:0.0} s{At()}{AsOf()}");
    }

    private string At() => Endpoints.Count > 0 ? $" at {string.Join(", ", Endpoints)}" : string.Empty;

    private string AsOf()
    {
        if (ListedAt is not { } listedAt)
        {
            return string.Empty;
        }

        var time = listedAt.ToString(listedAt.Date == DateTime.UtcNow.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $", as of {time} UTC (listings can lag; the real run reads each user again)";
    }

    // The outcomes of changes have the names of the properties that count them.
    private string Done(long count, string words, [CallerArgumentExpression(nameof(count))] string outcome = "") => Count(count, words) + ReasonsOf(outcome);

    private string ReasonsOf(string outcome)
    {
        var reasons = Reasons.Where(reason => reason.Outcome == outcome).Select(reason => Count(reason.Count, reason.ErrorId)).ToList();
        return reasons.Count > 0 ? $" ({string.Join(", ", reasons)})" : string.Empty;
    }

    private static string Count(long count, string words) => string.Create(CultureInfo.InvariantCulture, $"{count} {words}");
}

/// <summary>How many items ended for one reason.</summary>
/// <param name="Outcome">How they ended.</param>
/// <param name="ErrorId">The id of the reason.</param>
/// <param name="Count">How many.</param>
public sealed record ReasonCount(string Outcome, string ErrorId, long Count);

/// <summary>Counts items as they end, on any thread.</summary>
internal sealed class RunCounts(RunTask task, bool whatIf)
{
    private readonly object _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, long> _outcomes = [];
    private readonly Dictionary<(string Outcome, string ErrorId), long> _reasons = [];
    private long _ended;
    private long _errors;
    private long _changes;
    private long _uncertain;
    private long _notBegun;
    private long _changedWithError;
    private long _declined;
    private long _withoutMatch;
    private long _undoUncertain;
    private DateTime? _listedAt;

    public long Ended => Interlocked.Read(ref _ended);

    public long Errors => Interlocked.Read(ref _errors);

    public long Changes => Interlocked.Read(ref _changes);

    public void Count(ChangeReport report)
    {
        lock (_gate)
        {
            _ended++;
            _errors += report.Error is null ? 0 : 1;
            _changes += report.IsChange ? 1 : 0;
            _changedWithError += report is { IsChange: true, IsFailure: false, Error: not null } ? 1 : 0;
            _uncertain += report.IsFailure && report.IsChange ? 1 : 0;
            _outcomes[report.Outcome] = _outcomes.GetValueOrDefault(report.Outcome) + 1;
            if (report.Error?.ErrorId is { } id)
            {
                _reasons[(report.Outcome, id)] = _reasons.GetValueOrDefault((report.Outcome, id)) + 1;
            }
        }
    }

    public void NoteUncertainUndo() => Interlocked.Increment(ref _undoUncertain);

    public void WithoutMatch() => Interlocked.Increment(ref _withoutMatch);

    public void Declined() => Interlocked.Increment(ref _declined);

    public void NotBegun(int count) => Interlocked.Add(ref _notBegun, count);

    public void NoteListing(DateTime? listedAt)
    {
        lock (_gate)
        {
            _listedAt = _listedAt < listedAt ? _listedAt : listedAt ?? _listedAt;
        }
    }

    public RunSummary Summarize(IReadOnlyCollection<ServiceCaller> callers, bool isComplete, string? journalPath)
    {
        lock (_gate)
        {
            return new RunSummary
            {
                Task = task,
                WhatIf = whatIf,
                IsComplete = isComplete,
                Unlinked = Of(nameof(UnlinkOutcome.Unlinked)),
                AlreadyUnlinked = Of(nameof(UnlinkOutcome.AlreadyUnlinked)),
                WouldUnlink = Of(nameof(UnlinkOutcome.WouldUnlink)),
                UndoUncertain = Interlocked.Read(ref _undoUncertain),
                Skipped = Of(nameof(UnlinkOutcome.Skipped)),
                Linked = Of(nameof(LinkOutcome.Linked)),
                AlreadyLinked = Of(nameof(LinkOutcome.AlreadyLinked)),
                WouldLink = Of(nameof(LinkOutcome.WouldLink)),
                NotPossible = Of(nameof(LinkOutcome.NotPossible)),
                Closed = Of(nameof(RunSummary.Closed)),
                AlreadyClosed = Of(nameof(RunSummary.AlreadyClosed)),
                WouldClose = Of(nameof(RunSummary.WouldClose)),
                Reopened = Of(nameof(RunSummary.Reopened)),
                AlreadyOpen = Of(nameof(RunSummary.AlreadyOpen)),
                WouldReopen = Of(nameof(RunSummary.WouldReopen)),
                PasswordSet = Of(nameof(RunSummary.PasswordSet)),
                NotNeeded = Of(nameof(RunSummary.NotNeeded)),
                WouldSetPassword = Of(nameof(RunSummary.WouldSetPassword)),
                Failed = Of(nameof(UnlinkOutcome.Failed)),
                MayHaveBeenDone = _uncertain,
                ChangedWithError = _changedWithError,
                WithoutMatch = Interlocked.Read(ref _withoutMatch),
                Declined = Interlocked.Read(ref _declined),
                NotBegun = _notBegun,
                Reasons = [.. _reasons.Select(reason => new ReasonCount(reason.Key.Outcome, reason.Key.ErrorId, reason.Value))
                    .OrderByDescending(reason => reason.Count).ThenBy(reason => reason.ErrorId, StringComparer.Ordinal)],
                Requests = callers.Sum(caller => caller.Requests),
                Throttled = callers.Sum(caller => caller.Throttled),
                Retried = callers.Sum(caller => caller.Retried),
                BilledReads = callers.Sum(caller => caller.BilledReads),
                Endpoints = [.. callers.Select(caller => caller.Gateway.Place).Where(place => !place.IsAws).Select(place => place.Host).Distinct()],
                Duration = Stopwatch.GetElapsedTime(_start),
                ListedAt = _listedAt,
                JournalPath = journalPath,
            };
        }
    }

    private long Of(string outcome) => _outcomes.GetValueOrDefault(outcome);
}
