namespace CognitoUnlink.Journaling;

/// <summary>The number of a journal's format, which the first line of each run has.</summary>
public static class JournalFormat
{
    /// <summary>The format that this version writes. Journals of version 0.1 have no number, and are format 1.</summary>
    public const int Current = 2;

    /// <summary>The longest line in bytes, its line feed included: for who writes and who reads. A file that is no journal must not fill memory.</summary>
    public const int LongestLine = 1024 * 1024;
}
