using System.Globalization;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Running;

/// <summary>What a run did: each item that was begun counts once, by what the service did and not by what was shown of it.</summary>
public sealed record RunSummary
{
    /// <summary>Whether identities were unlinked or linked.</summary>
    public required RunTask Task { get; init; }

    /// <summary>Whether it was a rehearsal.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Whether the run came to its end. False when it was stopped, or ended by a failure or a limit.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Identities that were unlinked.</summary>
    public long Unlinked { get; init; }

    /// <summary>Identities that were unlinked before.</summary>
    public long AlreadyUnlinked { get; init; }

    /// <summary>Identities that the run would unlink, if it were no rehearsal.</summary>
    public long WouldUnlink { get; init; }

    /// <summary>Identities that a guard kept.</summary>
    public long Skipped { get; init; }

    /// <summary>Identities that were linked.</summary>
    public long Linked { get; init; }

    /// <summary>Identities that were linked before.</summary>
    public long AlreadyLinked { get; init; }

    /// <summary>Identities that the run would link, if it were no rehearsal.</summary>
    public long WouldLink { get; init; }

    /// <summary>Identities that cannot be linked as things are.</summary>
    public long NotPossible { get; init; }

    /// <summary>Items that failed.</summary>
    public long Failed { get; init; }

    /// <summary>How many of <see cref="Failed"/> may have been done: a request was sent and brought no clear answer.</summary>
    public long MayHaveBeenDone { get; init; }

    /// <summary>Items that the run was given and did not begin.</summary>
    public long NotBegun { get; init; }

    /// <summary>Why items were skipped or failed, the most frequent reason first.</summary>
    public IReadOnlyList<ReasonCount> Reasons { get; init; } = [];

    /// <summary>Requests sent.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that the service throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>Requests that repeated an earlier one.</summary>
    public long Retried { get; init; }

    /// <summary>
    /// AdminGetUser requests, each of which makes its user active, and so billed, in the month.
    /// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#monthly-active-users"/>
    /// </summary>
    public long BilledReads { get; init; }

    /// <summary>The hosts that requests went to in place of AWS's own.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>How long the run took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The time of the oldest listing that a rehearsal judged by, UTC; null when it used none.</summary>
    public DateTime? ListedAt { get; init; }

    /// <summary>The journal; null when there is none.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Results that exist and could not be written to the output any more. The journal has them too.</summary>
    public IReadOnlyList<object> Unwritten { get; init; } = [];

    /// <summary>Items that came to an end.</summary>
    public long Ended => Unlinked + AlreadyUnlinked + WouldUnlink + Skipped + Linked + AlreadyLinked + WouldLink + NotPossible + Failed;

    /// <summary>The summary as one line.</summary>
    public override string ToString()
    {
        List<string> parts = Task == RunTask.Link
            ? [WhatIf ? Count(WouldLink, "would be linked") : Count(Linked, "linked"), Count(AlreadyLinked, "already linked"), Count(NotPossible, "not possible")]
            : [WhatIf ? Count(WouldUnlink, "would be unlinked") : Count(Unlinked, "unlinked"), Count(AlreadyUnlinked, "already unlinked"), Count(Skipped, "skipped") + ReasonsOf("Skipped")];
        parts.Add(Count(Failed, "failed") + ReasonsOf("Failed"));
        if (MayHaveBeenDone > 0)
        {
            parts.Add(Count(MayHaveBeenDone, "of the failed may have been done"));
        }

        if (NotBegun > 0)
        {
            parts.Add(Count(NotBegun, "not begun"));
        }

        var requests = Count(Requests, Requests == 1 ? "request" : "requests");
        var reads = BilledReads == 0 ? string.Empty : $" ({Count(BilledReads, BilledReads == 1 ? "billed read" : "billed reads")})";
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
