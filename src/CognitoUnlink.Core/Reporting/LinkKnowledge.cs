namespace CognitoUnlink.Reporting;

/// <summary>What is known of a link at a time.</summary>
internal enum LinkKnowledge : byte
{
    Unknown,
    Linked,
    NotLinked,
}
