namespace CognitoUnlink.Report;

/// <summary>How an item stands after all that the journals say of it.</summary>
public enum ItemOutcome
{
    /// <summary>It was unlinked.</summary>
    Unlinked,

    /// <summary>It was found unlinked.</summary>
    AlreadyUnlinked,

    /// <summary>A guard refused to unlink it.</summary>
    Skipped,

    /// <summary>Unlinking it failed.</summary>
    Failed,

    /// <summary>A request may or may not have been carried out.</summary>
    Open,

    /// <summary>It was linked, as a rule again.</summary>
    Linked,

    /// <summary>It was to be linked and was linked already.</summary>
    AlreadyLinked,

    /// <summary>It cannot be linked as things are.</summary>
    NotPossible,

    /// <summary>Linking it failed.</summary>
    LinkFailed,
}
