namespace CognitoUnlink.Journaling;

/// <summary>What a run does.</summary>
public enum RunTask
{
    /// <summary>It takes identities away.</summary>
    Unlink,

    /// <summary>It links them again.</summary>
    Link,
}
