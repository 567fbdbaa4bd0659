namespace CognitoUnlink.Bench;

internal static class Median
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The median of each of several measurements, which are made by turns. The first turn does not count.</summary>
    public static async Task<IReadOnlyList<double>> OfTurnsAsync(int turns, IReadOnlyList<Func<Task<double>>> measurements)
    {
        var times = measurements.Select(_ => new List<double>()).ToList();
        for (var turn = 0; turn <= turns; turn++)
        {
            for (var index = 0; index < measurements.Count; index++)
            {
                var time = await measurements[index]();
                if (turn > 0)
                {
                    times[index].Add(time);
                }
            }
        }

        return [.. times.Select(Of)];
    }
}
