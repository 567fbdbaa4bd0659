using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Reporting;

/// <summary>Reads several journals as one. The implementation is loaded on first use.</summary>
public interface IJournalReports
{
    /// <summary>Writes one HTML page about journals, whole or not at all.</summary>
    /// <param name="journals">The files and their names in errors; none for a page about the results of a check or a comparison.</param>
    /// <param name="options">Where and how to write it.</param>
    /// <param name="cancellationToken">Cancels the operation without a page.</param>
    /// <returns>The journals as they were read.</returns>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>, <see cref="ErrorId.ReportExists"/>, <see cref="ErrorId.ReportNotWritable"/>.
    /// </exception>
    IReadOnlyList<JournalSource> Write(IReadOnlyCollection<(string Path, string Name)> journals, ReportOptions options, CancellationToken cancellationToken);

    /// <summary>Finds, for each identity, the one line with its state after all the journals.</summary>
    /// <param name="journals">The files and their names in errors.</param>
    /// <param name="cancellationToken">Cancels the read, also of the returned lines.</param>
    /// <returns>The journals as they were read, and the lines, journal by journal; they are read from the files as they are enumerated.</returns>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>, also while the lines are enumerated.</exception>
    (IReadOnlyList<JournalSource> Journals, IEnumerable<JournalRecord> Records) ReadLatest(IReadOnlyCollection<(string Path, string Name)> journals, CancellationToken cancellationToken);
}

/// <summary>Options for a page about journals.</summary>
/// <param name="Path">The page. A new one can be read by its owner only, like a journal.</param>
/// <param name="AdviceFor">Returns what to do about an error by its id, in the terms of the host that creates the page.</param>
/// <param name="Undo">The command that links again what a journal unlinked, with FILE in place of the journal.</param>
public sealed record ReportOptions(string Path, Func<string, string> AdviceFor, string Undo)
{
    /// <summary>The title; null for the default.</summary>
    public string? Title { get; init; }

    /// <summary>Whether to leave an existing file alone.</summary>
    public bool NoClobber { get; init; }

    /// <summary>The findings of a check of a provider's retirement; null for none.</summary>
    public Reported<RetirementFinding>? Check { get; init; }

    /// <summary>The later state of what was unlinked; null if there was no comparison.</summary>
    public Reported<ComparedIdentity>? Comparison { get; init; }

    /// <summary>The default name of a page: that of the first journal, with another extension.</summary>
    /// <param name="journal">The first journal; null if there is none.</param>
    public static string DefaultName(string? journal)
    {
        const string Extension = ".html";
        var name = System.IO.Path.GetFileName(journal);
        return string.IsNullOrEmpty(name) ? $"report{Extension}"
            : name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name + Extension
            : System.IO.Path.ChangeExtension(name, Extension);
    }
}

/// <summary>The results of a command, as part of the page.</summary>
/// <param name="Items">The results.</param>
/// <typeparam name="T">The type of the results.</typeparam>
public sealed record Reported<T>(IReadOnlyList<T> Items)
{
    /// <summary>Whether everything could be read, as far as the command reported.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The file that it is from; null if none.</summary>
    public string? Path { get; init; }

    /// <summary>When that file was written, UTC.</summary>
    public DateTime? WrittenAt { get; init; }
}
