namespace CognitoUnlink.Input;

/// <summary>
/// A line of usernames without a heading: one name, or several with tabs between them, as the AWS CLI's text output has them, a
/// page a line.
/// </summary>
public static class NameLine
{
    // With fewer names it may as well be a row of a table.
    private const int NamesOnPage = 60;

    /// <summary>What is wrong with a line that is a table's.</summary>
    public const string IsTable = "it has several values, and nothing says what they are: there is no heading";

    /// <summary>The names in a line.</summary>
    /// <param name="line">The line.</param>
    public static IReadOnlyList<string> Split(string line) => line.Split('\t', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a line has several names and is no page, so that it can only be a list when no other line stands beside it.</summary>
    /// <param name="line">The line.</param>
    public static bool MayBeTable(string line) => line.Contains('\t', StringComparison.Ordinal) && line.Split('\t').Length < NamesOnPage;

    /// <summary>Whether a line is a whole page, after which the last one may be shorter.</summary>
    /// <param name="line">The line.</param>
    public static bool IsPage(string line) => line.Split('\t').Length >= NamesOnPage;
}
