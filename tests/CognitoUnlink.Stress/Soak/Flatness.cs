namespace CognitoUnlink.Soak;

/// <summary>A figure's medians of the second and the last quarter of a run, and how far the latter may be above the former.</summary>
internal sealed record Flatness(string Figure, double SecondQuarter, double LastQuarter, double Tolerance)
{
    private const double Mebibyte = 1 << 20;

    public bool IsFlat => LastQuarter <= SecondQuarter + Tolerance;

    /// <summary>The figures for the process that does the work.</summary>
    public static IReadOnlyList<Flatness> OfWork(IReadOnlyList<Sample> samples) =>
    [
        Of("threads", samples, sample => sample.Threads, 0, 8),
        Of("handles", samples, sample => sample.Handles, 0, 16),
        Of("memory", samples, sample => sample.Memory, 0.15, 32 * Mebibyte),
        Of("heap", samples, sample => sample.Heap, 0.15, 4 * Mebibyte),
    ];

    /// <summary>The figures for the pool's process. Its memory depends on the pools that it is given.</summary>
    public static IReadOnlyList<Flatness> OfPool(IReadOnlyList<Sample> samples) =>
    [
        Of("threads of the pool", samples, sample => sample.Threads, 0, 8),
        Of("handles of the pool", samples, sample => sample.Handles, 0, 32),
    ];

    /// <summary>The larger of the part and the number is the tolerance.</summary>
    private static Flatness Of(string figure, IReadOnlyList<Sample> samples, Func<Sample, double> value, double part, double number)
    {
        var end = samples.Count == 0 ? 0 : samples[^1].Second;
        var second = Median(0.25, 0.5);
        return new Flatness(figure, second, Median(0.75, 1), Math.Max(part * second, number));

        double Median(double from, double to)
        {
            var values = samples.Where(sample => sample.Second >= from * end && sample.Second <= to * end).Select(value).Order().ToArray();
            return values.Length == 0 ? double.NaN : values[values.Length / 2];
        }
    }
}
