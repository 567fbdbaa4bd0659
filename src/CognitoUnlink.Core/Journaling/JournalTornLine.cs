namespace CognitoUnlink.Journaling;

/// <summary>A last line that was not written to its end. Nothing was sent on the strength of it.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">How many bytes there are of it.</param>
public sealed record JournalTornLine(long Number, long Offset, long Length);
