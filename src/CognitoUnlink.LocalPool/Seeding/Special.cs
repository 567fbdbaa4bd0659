namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>What is odd about a generated user.</summary>
internal enum Special
{
    None,

    /// <summary>The federated profile of an identity that is also linked to the user before.</summary>
    TwinOfPrevious,

    /// <summary>The first subject is that of the user before, in the other case.</summary>
    CaseOfPrevious,

    /// <summary>Subjects with underscores, quotation marks and slashes.</summary>
    PunctuatedSubject,

    /// <summary>Username, name and subject beyond ASCII.</summary>
    NonAscii,
}
