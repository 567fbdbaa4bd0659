using System.Text.RegularExpressions;

namespace CognitoUnlink.Texts;

/// <summary>
/// Subjects that a spreadsheet took for numbers and shortened: it keeps 15 digits, and shows 1.08204E+20 for the 21 of a Google account. No user
/// has such a subject, so its absence proves nothing.
/// </summary>
internal static partial class ShortenedNumber
{
    // https://learn.microsoft.com/office/troubleshoot/excel/last-digits-changed-to-zeros
    private const int Kept = 15;

    // With fewer zeros, it may well be the original number.
    private const int FewestZeros = 3;

    /// <summary>Whether only a spreadsheet writes it this way.</summary>
    /// <param name="subject">The subject.</param>
    public static bool IsCertain(string subject) => Exponent().IsMatch(subject);

    /// <summary>Whether it is a number that very likely had more digits than a spreadsheet keeps.</summary>
    /// <param name="subject">The subject.</param>
    public static bool IsLikely(string subject) =>
        IsCertain(subject) || (subject.Length >= Kept + FewestZeros && subject.All(char.IsAsciiDigit) && subject.AsSpan(Kept).TrimEnd('0').Length == 0);

    /// <summary>Whether one subject is likely what a spreadsheet made of another.</summary>
    /// <param name="subject">The subject in a row.</param>
    /// <param name="other">The user's subject.</param>
    public static bool IsOf(string subject, string other) =>
        subject.Length > Kept && subject.Length == other.Length && subject.All(char.IsAsciiDigit) && other.All(char.IsAsciiDigit)
        && subject.AsSpan(Kept).TrimEnd('0').Length == 0 && subject.AsSpan(0, Kept - 1).SequenceEqual(other.AsSpan(0, Kept - 1));

    [GeneratedRegex(@"^[0-9]([.,][0-9]+)?E\+[0-9]+$")]
    private static partial Regex Exponent();
}
