using CognitoUnlink.Probe.Experiments;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes the findings of a probe to stdout.</summary>
internal static class ProbeOutput
{
    /// <param name="format">The format.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="json">The findings as the document of a probe file.</param>
    public static void Write(OutputFormat format, IReadOnlyList<Finding> findings, string json)
    {
        switch (format)
        {
            case OutputFormat.Json:
                Console.Out.WriteLine(json);
                break;
            case OutputFormat.Csv:
                using (var csv = new Csv<Row>(Console.Out))
                {
                    foreach (var finding in findings)
                    {
                        csv.Write(new Row(finding.Question.Id, finding.Question.Text, finding.Question.Assumed, finding.Answered, finding.Result, string.Join(' ', finding.RequestIds)));
                    }
                }

                break;
            default:
                var table = new Table(TableColumn.Result, TableColumn.Question, TableColumn.Assumed, TableColumn.Answered, TableColumn.RequestIds);
                foreach (var finding in findings)
                {
                    table.WriteRow(finding.Result, finding.Question.Id, finding.Question.Assumed, finding.Answered, string.Join(' ', finding.RequestIds));
                }

                break;
        }
    }

    private sealed record Row(string Id, string Question, string Assumed, string Answered, FindingResult Result, string RequestIds);
}
