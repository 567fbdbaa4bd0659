using CognitoUnlink.Changes;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Pacing;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Running;

/// <summary>Counts items as they end, on any thread.</summary>
internal sealed class RunCounts(RunTask task, bool whatIf, TimeProvider? clock = null)
{
    private readonly object _gate = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly long _start = (clock ?? TimeProvider.System).GetTimestamp();
    private readonly Dictionary<string, long> _outcomes = [];
    private readonly Dictionary<(string Outcome, string ErrorId), long> _reasons = [];
    private long _ended;
    private long _errors;
    private long _changes;
    private long _uncertain;
    private long _notBegun;
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
            _uncertain += report.IsFailure && report.IsChange ? 1 : 0;
            _outcomes[report.Outcome] = _outcomes.GetValueOrDefault(report.Outcome) + 1;
            if (report.Error?.ErrorId is { } id)
            {
                _reasons[(report.Outcome, id)] = _reasons.GetValueOrDefault((report.Outcome, id)) + 1;
            }
        }
    }

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
                Skipped = Of(nameof(UnlinkOutcome.Skipped)),
                Linked = Of(nameof(LinkOutcome.Linked)),
                AlreadyLinked = Of(nameof(LinkOutcome.AlreadyLinked)),
                WouldLink = Of(nameof(LinkOutcome.WouldLink)),
                NotPossible = Of(nameof(LinkOutcome.NotPossible)),
                Failed = Of(nameof(UnlinkOutcome.Failed)),
                MayHaveBeenDone = _uncertain,
                NotBegun = _notBegun,
                Reasons = [.. _reasons.Select(reason => new ReasonCount(reason.Key.Outcome, reason.Key.ErrorId, reason.Value))
                    .OrderByDescending(reason => reason.Count).ThenBy(reason => reason.ErrorId, StringComparer.Ordinal)],
                Requests = callers.Sum(caller => caller.Requests),
                Throttled = callers.Sum(caller => caller.Throttled),
                Retried = callers.Sum(caller => caller.Retried),
                BilledReads = callers.Sum(caller => caller.BilledReads),
                Endpoints = [.. callers.Select(caller => caller.Gateway.Place).Where(place => !place.IsAws).Select(place => place.Host).Distinct()],
                Duration = _clock.GetElapsedTime(_start),
                ListedAt = _listedAt,
                JournalPath = journalPath,
            };
        }
    }

    private long Of(string outcome) => _outcomes.GetValueOrDefault(outcome);
}
