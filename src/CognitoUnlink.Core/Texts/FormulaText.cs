namespace CognitoUnlink.Texts;

/// <summary>
/// Text that a spreadsheet must not take for a formula: in CSV it begins with an apostrophe.
/// <see href="https://owasp.org/www-community/attacks/CSV_Injection"/>
/// </summary>
public static class FormulaText
{
    private const char Apostrophe = '\'';
    private const string Beginnings = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>The text as it is to stand in a cell.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text) => IsFormula(text.AsSpan().TrimStart(Apostrophe)) ? Apostrophe + text : text;

    /// <summary>The text that <see cref="Escape"/> was given; null when this is none of its.</summary>
    /// <param name="text">The text of a cell.</param>
    public static string? Unescape(string text) =>
        text.StartsWith(Apostrophe) && IsFormula(text.AsSpan().TrimStart(Apostrophe)) ? text[1..] : null;

    private static bool IsFormula(ReadOnlySpan<char> text) => text.Length > 0 && Beginnings.Contains(text[0], StringComparison.Ordinal);
}
