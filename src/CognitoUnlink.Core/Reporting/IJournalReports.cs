using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Retirement;

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

    /// <summary>What a check of a provider's retirement found; null when there was none.</summary>
    public Reported<RetirementFinding>? Check { get; init; }

    /// <summary>How what was unlinked stood later; null when nobody compared.</summary>
    public Reported<ComparedIdentity>? Comparison { get; init; }

    /// <summary>The name of a page that nobody named: that of the first journal, with another extension.</summary>
    /// <param name="journal">The first journal; null where there is none.</param>
    public static string DefaultName(string? journal)
    {
        const string Extension = ".html";
        var name = System.IO.Path.GetFileName(journal);
        return string.IsNullOrEmpty(name) ? $"report{Extension}"
            : name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name + Extension
            : System.IO.Path.ChangeExtension(name, Extension);
    }
}

/// <summary>What a command found that is a part of the page.</summary>
/// <param name="Items">What it found.</param>
/// <typeparam name="T">What it finds.</typeparam>
public sealed record Reported<T>(IReadOnlyList<T> Items)
{
    /// <summary>Whether all could be read, as far as it said.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The file that it is from; null when it is from none.</summary>
    public string? Path { get; init; }

    /// <summary>When that file was written, UTC.</summary>
    public DateTime? WrittenAt { get; init; }
}
