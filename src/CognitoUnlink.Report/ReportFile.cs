using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Html;

namespace CognitoUnlink.Report;

/// <summary>Writes a report to a file, whole or not at all.</summary>
public static class ReportFile
{
    /// <summary>Reads journals and writes their report.</summary>
    /// <param name="journals">The files and what errors call them.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="cancellationToken">Ends it without a report.</param>
    /// <returns>The report that was written.</returns>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>, <see cref="ErrorId.ReportExists"/>, <see cref="ErrorId.ReportNotWritable"/>.
    /// </exception>
    public static JournalReport Write(IReadOnlyCollection<(string Path, string Name)> journals, ReportOptions options, CancellationToken cancellationToken = default)
    {
        var (path, noClobber) = (options.Path, options.NoClobber);
        CheckTarget(journals, path, noClobber);
        var report = JournalReport.Read(journals, cancellationToken);
        var page = new HtmlReport(report, options, DateTime.UtcNow);
        var unfinished = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new BufferedStream(OwnerOnlyFile.OpenForAppending(unfinished), 64 * 1024))
            {
                page.Write(file);
            }

            File.Move(unfinished, path, overwrite: !noClobber);
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
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }
    }

    private static void CheckTarget(IReadOnlyCollection<(string Path, string Name)> journals, string path, bool noClobber)
    {
        if (journals.Any(journal => string.Equals(Path.GetFullPath(journal.Path), Path.GetFullPath(path), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)))
        {
            throw new UnlinkException(ErrorId.ReportNotWritable, $"The report cannot take the place of the journal '{path}' that it is made from.");
        }

        if (Directory.Exists(path))
        {
            throw new UnlinkException(ErrorId.ReportNotWritable, $"The report cannot be written: '{path}' is a folder.");
        }

        if (noClobber && File.Exists(path))
        {
            throw Exists(path, null);
        }
    }

    private static UnlinkException Exists(string path, Exception? problem) => new(ErrorId.ReportExists, $"The file '{path}' already exists.", problem);
}
