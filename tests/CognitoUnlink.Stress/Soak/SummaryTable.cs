using System.Globalization;
using System.Text.Json;

namespace CognitoUnlink.Soak;

/// <summary>The end of the output, for people.</summary>
internal static class SummaryTable
{
    public static void Write(TextWriter writer, JsonElement summary, IReadOnlyList<Flatness> flatness, Problems problems)
    {
        writer.WriteLine();
        foreach (var figure in summary.EnumerateObject())
        {
            writer.WriteLine($"{figure.Name,-24}{figure.Value,12}");
        }

        writer.WriteLine();
        writer.WriteLine($"{"median of a quarter",-24}{"second",14}{"last",14}{"may grow by",14}");
        foreach (var figure in flatness)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Figure,-24}{figure.SecondQuarter,14:0}{figure.LastQuarter,14:0}{figure.Tolerance,14:0}  {(figure.IsFlat ? "flat" : "NOT FLAT")}"));
        }

        writer.WriteLine();
        writer.WriteLine(problems.Any ? "FAILED" : "PASSED: nothing lost, nothing done twice, no other users changed, journals complete");
        foreach (var (kind, count) in problems.Counts)
        {
            writer.WriteLine($"{kind,-24}{count,12}");
        }
    }
}
