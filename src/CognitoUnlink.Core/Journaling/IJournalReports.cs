using CognitoUnlink.Errors;

namespace CognitoUnlink.Journaling;

/// <summary>Reads several journals as one. Its implementation is loaded on first use.</summary>
public interface IJournalReports
{
    /// <summary>Writes one HTML page about journals, whole or not at all.</summary>
    /// <param name="journals">The files and what errors call them.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="cancellationToken">Ends it without a page.</param>
    /// <returns>The journals as they were read.</returns>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>, <see cref="ErrorId.ReportExists"/>, <see cref="ErrorId.ReportNotWritable"/>.
    /// </exception>
    IReadOnlyList<JournalSource> Write(IReadOnlyCollection<(string Path, string Name)> journals, ReportOptions options, CancellationToken cancellationToken);

    /// <summary>Finds for each identity the one line that says how it stands after all the journals.</summary>
    /// <param name="journals">The files and what errors call them.</param>
    /// <param name="cancellationToken">Ends the reading, also of the lines that are returned.</param>
    /// <returns>The journals as they were read, and the lines, journal by journal; they are read from the files as they are enumerated.</returns>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>, also while the lines are enumerated.</exception>
    (IReadOnlyList<JournalSource> Journals, IEnumerable<JournalRecord> Records) ReadLatest(IReadOnlyCollection<(string Path, string Name)> journals, CancellationToken cancellationToken);
}

/// <summary>How to write a page about journals.</summary>
/// <param name="Path">The page. A new one can be read by its owner only, as a journal can.</param>
/// <param name="AdviceFor">What to do about an error by its id, in the words of the host that makes the page.</param>
/// <param name="Undo">The command that links again what a journal unlinked, with FILE in the journal's place.</param>
public sealed record ReportOptions(string Path, Func<string, string> AdviceFor, string Undo)
{
    /// <summary>Its title; a default when null.</summary>
    public string? Title { get; init; }

    /// <summary>Whether an existing file is left alone.</summary>
    public bool NoClobber { get; init; }
}
