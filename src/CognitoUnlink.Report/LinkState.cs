namespace CognitoUnlink.Report;

/// <summary>How one identity of a user stands: of those that were asked for and of the others that the journals name.</summary>
internal struct LinkState
{
    /// <summary>Where the line is that says how it stands; null of an identity that was not asked for.</summary>
    public (int Journal, long Line)? Latest;

    public ItemOutcome Outcome;
    public int Provider;

    /// <summary>Why, as an index of the causes; -1 for nothing to say.</summary>
    public int Cause;

    public LinkKnowledge Before;
    public LinkKnowledge After;

    /// <summary>Where the line is by which a run unlinked it; null when none did, or one linked it since.</summary>
    public (int Journal, long Line)? UnlinkedBy;

    /// <summary>The run that last brought it to an end; null when none did.</summary>
    public RunReport? EndedBy;

    public ItemOutcome EndedAs;
    public DateTime EndedAt;

    /// <summary>What the latest request was to do.</summary>
    public bool IsIntentToUnlink;
}

/// <summary>What is known of a link at a time.</summary>
internal enum LinkKnowledge : byte
{
    Unknown,
    Linked,
    NotLinked,
}
