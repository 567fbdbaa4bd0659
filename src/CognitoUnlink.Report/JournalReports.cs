using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.Report;

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
