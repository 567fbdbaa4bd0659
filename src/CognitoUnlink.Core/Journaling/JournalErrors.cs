using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Journaling;

/// <summary>What can be wrong with a journal, in words.</summary>
internal static class JournalErrors
{
    public static UnlinkException InUse(string path, string holder, Exception problem) =>
        new(ErrorId.JournalInUse, $"The journal '{path}' is being written by {holder}.", problem);

    public static UnlinkException Damaged(string path, long line, Exception problem) =>
        new(ErrorId.JournalDamaged, $"Line {line} of the journal '{path}' is damaged: {What(problem)}.", problem);

    public static UnlinkException TooNew(string path, JournalRecord beginning) => new(
        ErrorId.JournalTooNew,
        $"The journal '{path}' is of format {beginning.Format}, which this version does not know{(beginning.Settings?.Version is { } version ? $"; version {version} wrote it" : string.Empty)}. This version reads formats up to {JournalFormat.Current}.");

    public static UnlinkException TooLong(JournalRecord record, int length) => new(
        ErrorId.RowTooLong,
        $"Nothing was sent: the line of the journal{(record.Username is { } username ? $" about user '{Printable.Of(ShortText.Of(username, 128)!)}'" : string.Empty)} would have {length} bytes, and no more than {JournalFormat.LongestLine} are possible.");

    /// <summary>What to warn of where lines were passed over; null for nothing.</summary>
    public static string? PassedOver(string path, IReadOnlyList<long> tooLong) => tooLong switch
    {
        [] => null,
        [var line] => $"Line {line} of the journal '{path}' is longer than {JournalFormat.LongestLine} bytes and was passed over: nothing is known of its identity.",
        [var line, ..] => $"Line {line} and {tooLong.Count - 1} more of the journal '{path}' are longer than {JournalFormat.LongestLine} bytes and were passed over: nothing is known of their identities.",
    };

    public static UnlinkException IsCsv(string path) =>
        new(ErrorId.JournalDamaged, $"'{path}' is not a journal: its first line looks like the header of a CSV file.");

    public static UnlinkException NotReadable(string name, string path, Exception problem) =>
        new(
            ErrorId.JournalNotReadable,
            problem is FileNotFoundException ? $"The journal '{name}' was not found."
            : problem is UnauthorizedAccessException && !Directory.Exists(path) ? $"The journal '{name}' cannot be read: access is denied. Only the account that wrote a journal can read it."
            : $"The journal '{name}' cannot be read: {FileProblem.Why(path, problem)}",
            problem);

    public static UnlinkException NotWritable(string path, Exception problem) =>
        new(ErrorId.JournalNotWritable, $"The journal '{path}' cannot be written: {FileProblem.Why(path, problem)}", problem);

    /// <summary>Whether the file system is to blame.</summary>
    public static bool IsOfFiles(Exception problem) => problem is IOException or UnauthorizedAccessException or NotSupportedException;

    private static string What(Exception problem) => problem switch
    {
        JsonException json => $"it is not JSON at byte {json.BytePositionInLine + 1}",
        FormatException => problem.Message,
        _ => "it has bytes that are not text",
    };
}
