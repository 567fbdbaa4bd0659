using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting;

/// <summary>Reads several journals as one. Its implementation is loaded on first use.</summary>
public interface IJournalReports
{
    /// <summary>Writes one HTML page about journals, whole or not at all.</summary>
    /// <param name="journals">The files and what errors call them; none for a page about what a check or a comparison found.</param>
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
