namespace CognitoUnlink.Journaling;

/// <summary>What a run came to: its lines by event, and its requests of all kinds.</summary>
public sealed record RunTotals
{
    /// <summary>Lines <see cref="JournalEvent.Unlinked"/>.</summary>
    public long Unlinked { get; init; }

    /// <summary>Lines <see cref="JournalEvent.AlreadyUnlinked"/>.</summary>
    public long AlreadyUnlinked { get; init; }

    /// <summary>Lines <see cref="JournalEvent.Skipped"/>.</summary>
    public long Skipped { get; init; }

    /// <summary>Lines <see cref="JournalEvent.Failed"/>.</summary>
    public long Failed { get; init; }

    /// <summary>Lines <see cref="JournalEvent.Linked"/>.</summary>
    public long Linked { get; init; }

    /// <summary>Requests sent, reads included.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that the service throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>Requests that repeated an earlier one.</summary>
    public long Retried { get; init; }
}
