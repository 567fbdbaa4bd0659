using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.Report.Html;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.Report;

/// <summary>Writes a report to a file, whole or not at all.</summary>
public static class ReportFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads journals and writes their report.</summary>
    /// <param name="journals">The files and what errors call them; there may be none.</param>
    /// <param name="options">Where to write, and how.</param>
    /// <param name="cancellationToken">Cancels it without a report.</param>
    /// <returns>The report that was written.</returns>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>, <see cref="ErrorId.ReportExists"/>, <see cref="ErrorId.ReportNotWritable"/>.
    /// </exception>
    public static JournalReport Write(IReadOnlyCollection<(string Path, string Name)> journals, ReportOptions options, CancellationToken cancellationToken = default)
    {
        var (path, noClobber) = (options.Path, options.NoClobber);
        CheckTarget([.. journals.Select(journal => journal.Path), .. new[] { options.Check?.Path, options.Comparison?.Path }.OfType<string>()], path, noClobber);
        var report = JournalReport.Read(journals, cancellationToken);
        var page = new HtmlReport(report, options, DateTime.UtcNow);
        try
        {
            if (OwnerOnlyFile.IsSpecial(path))
            {
                using var into = new BufferedStream(new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0), BufferSize);
                page.Write(into);
            }
            else
            {
                // A link stays a link; its target is replaced.
                Replace(OwnerOnlyFile.Target(path), page, noClobber);
            }

            return report;
        }
        catch (IOException problem) when (noClobber && File.Exists(path))
        {
            throw Exists(path, problem);
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            throw new UnlinkException(ErrorId.ReportNotWritable, $"The report '{path}' cannot be written: {FileProblem.Why(path, problem)}", problem);
        }
    }

    private static void Replace(string path, HtmlReport page, bool noClobber)
    {
        var unfinished = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new BufferedStream(OwnerOnlyFile.OpenForAppending(unfinished), BufferSize))
            {
                page.Write(file);
            }

            File.Move(unfinished, path, overwrite: !noClobber);
        }
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }
    }

    private static void CheckTarget(IReadOnlyCollection<string> sources, string path, bool noClobber)
    {
        if (Directory.Exists(path))
        {
            throw new UnlinkException(ErrorId.ReportNotWritable, $"The report cannot be written: '{path}' is a folder.");
        }

        var isThere = File.Exists(path);
        if (isThere && sources.Any(source => File.Exists(source) && string.Equals(OwnerOnlyFile.Target(source), OwnerOnlyFile.Target(path), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)))
        {
            throw new UnlinkException(ErrorId.ReportNotWritable, $"The report would replace '{path}', which it is made from. Give the report another name.");
        }

        if (noClobber && isThere)
        {
            throw Exists(path, null);
        }
    }

    private static UnlinkException Exists(string path, Exception? problem) => new(ErrorId.ReportExists, $"The file '{path}' already exists.", problem);
}

/// <summary>What the module sees of reports.</summary>
public sealed class JournalReports : IJournalReports
{
    /// <inheritdoc/>
    public IReadOnlyList<JournalSource> Write(IReadOnlyCollection<(string Path, string Name)> journals, ReportOptions options, CancellationToken cancellationToken) =>
        ReportFile.Write(journals, options, cancellationToken).Journals;

    /// <inheritdoc/>
    public (IReadOnlyList<JournalSource> Journals, IEnumerable<JournalRecord> Records) ReadLatest(IReadOnlyCollection<(string Path, string Name)> journals, CancellationToken cancellationToken)
    {
        var report = JournalReport.Read(journals, cancellationToken);
        return (report.Journals, report.LatestRecords());
    }
}
