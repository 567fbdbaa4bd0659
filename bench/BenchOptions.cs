using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CognitoUnlink.Bench;

/// <summary>The options.</summary>
internal sealed record BenchOptions
{
    /// <summary>Which benchmarks; all when empty.</summary>
    public IReadOnlyList<string> What { get; init; } = [];

    /// <summary>Where the figures go as JSON; null for nowhere.</summary>
    public string? JsonPath { get; init; }

    /// <summary>The page whose tables are replaced; null for none.</summary>
    public string? PagePath { get; init; }

    /// <summary>Identities to unlink in each measurement of the fast clients. Slow ones get a part of it.</summary>
    public int Items { get; init; } = 5_000;

    /// <summary>How often each client is measured, by turns with the others; the median counts.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>Whether to scan a pool of 1,000,000 users too.</summary>
    public bool Large { get; init; }

    public bool Includes(string name) => What.Count == 0 || What.Contains(name);

    public string Describe() => string.Create(CultureInfo.InvariantCulture, $"{Items:N0} identities a measurement, the median of {Repeats}");

    public static bool TryRead(string[] arguments, string[] names, out BenchOptions options, [NotNullWhen(false)] out string? problem)
    {
        options = new BenchOptions();
        problem = null;
        for (var index = 0; index < arguments.Length && problem is null; index++)
        {
            var value = index + 1 < arguments.Length ? arguments[index + 1] : null;
            switch (arguments[index])
            {
                case "--large":
                    options = options with { Large = true };
                    break;
                case "--json" when value is not null:
                    options = options with { JsonPath = value };
                    index++;
                    break;
                case "--page" when value is not null:
                    options = options with { PagePath = value };
                    index++;
                    break;
                case "--items" when int.TryParse(value, out var items) && items >= 100:
                    options = options with { Items = items };
                    index++;
                    break;
                case "--repeat" when int.TryParse(value, out var repeats) && repeats > 0:
                    options = options with { Repeats = repeats };
                    index++;
                    break;
                case var name when names.Contains(name):
                    options = options with { What = [.. options.What, name] };
                    break;
                default:
                    problem = $"'{arguments[index]}' is not understood.";
                    break;
            }
        }

        return problem is null;
    }
}
