namespace CognitoUnlink.Journaling;

/// <summary>What a line of a journal tells.</summary>
public enum JournalEvent
{
    /// <summary>A run began.</summary>
    RunStarted,

    /// <summary>A request is about to be sent.</summary>
    Intent,

    /// <summary>The identity was linked and is no longer.</summary>
    Unlinked,

    /// <summary>A read showed that it had been unlinked before.</summary>
    AlreadyUnlinked,

    /// <summary>A guard refused, and nothing was sent.</summary>
    Skipped,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>The identity is linked again.</summary>
    Linked,

    /// <summary>A run ended, complete or stopped.</summary>
    RunEnded,

    /// <summary>A run came to a user pool that its first line does not place.</summary>
    RunPlace,

    /// <summary>Who makes a run was found out.</summary>
    RunCaller,
}
