namespace CognitoUnlink.Unlinking;

/// <summary>How an unlink ended.</summary>
public enum UnlinkOutcome
{
    /// <summary>The identity was linked and is no longer.</summary>
    Unlinked,

    /// <summary>A read shows that it had been unlinked before.</summary>
    AlreadyUnlinked,

    /// <summary>A guard refused, and nothing was sent.</summary>
    Skipped,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>A rehearsal's: the run would unlink it.</summary>
    WouldUnlink,
}
