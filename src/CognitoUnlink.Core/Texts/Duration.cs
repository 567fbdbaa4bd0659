using System.Globalization;
using System.Text.RegularExpressions;

namespace CognitoUnlink.Texts;

/// <summary>Durations as people write them. A bare number is not valid: it could be seconds, minutes or ticks.</summary>
public static partial class Duration
{
    /// <summary>Describes the valid forms.</summary>
    public const string Forms = "Write a duration as 90s, 25m, 2h, 1h30m or 00:25:00.";

    /// <summary>Parses a duration.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration, from one second to 30 days; null if the text is not valid.</returns>
    public static TimeSpan? Parse(string? text)
    {
        var value = text?.Trim() ?? string.Empty;
        if (Parts().Match(value) is { Success: true, Length: > 0 } parts)
        {
            return InRange((60 * ((60 * Of(parts, 1)) + Of(parts, 2))) + Of(parts, 3));
        }

        // TimeSpan would read 24:00:00 as 24 days.
        return Clock().Match(value) is { Success: true } clock
            ? InRange((60 * ((60 * ((24 * Of(clock, 1)) + Of(clock, 2))) + Of(clock, 3))) + Of(clock, 4))
            : null;
    }

    /// <summary>Describes a duration, for instance 1 h 30 min.</summary>
    /// <param name="duration">The duration.</param>
    public static string Describe(TimeSpan duration)
    {
        string?[] parts =
        [
            duration.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalHours)} h") : null,
            duration.Minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min") : null,
            duration.Seconds > 0 || duration < TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{duration.Seconds + (duration.Milliseconds / 1000.0)} s") : null,
        ];
        return string.Join(' ', parts.OfType<string>());
    }

    private static double Of(Match parts, int group) => parts.Groups[group].Success ? double.Parse(parts.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    private static TimeSpan? InRange(double seconds) => seconds is >= 1 and <= 30 * 24 * 60 * 60 ? TimeSpan.FromSeconds(seconds) : null;

    [GeneratedRegex("^(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,7})s)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^(?:([0-9]{1,2})\.)?([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,7})?))?$")]
    private static partial Regex Clock();
}
