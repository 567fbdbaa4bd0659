namespace CognitoUnlink.Linking;

/// <summary>How a link ended.</summary>
public enum LinkOutcome
{
    /// <summary>The user did not have the identity and has it now, as a read shows.</summary>
    Linked,

    /// <summary>The user had the identity before.</summary>
    AlreadyLinked,

    /// <summary>It cannot be linked as things are, and repeating it changes nothing.</summary>
    NotPossible,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>A rehearsal's: the run would link it.</summary>
    WouldLink,
}
