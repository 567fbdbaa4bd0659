namespace CognitoUnlink.Input;

/// <summary>Values by name: a piped object, a row of CSV, an object of JSON. Names are taken in any case.</summary>
public interface IRow
{
    /// <summary>The names of its columns, for messages and to notice what is not known.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Whether there is a column of that name, even if it is empty.</summary>
    /// <param name="name">The column.</param>
    bool Has(string name);

    /// <summary>The column's value, verbatim; null when it is empty, not there, an object or a list.</summary>
    /// <param name="name">The column.</param>
    string? Text(string name);

    /// <summary>The column's value where it is an object; else null.</summary>
    /// <param name="name">The column.</param>
    IRow? Row(string name);

    /// <summary>The column's value where it is a list: its objects, and null for whatever else is in it; null when it is no list.</summary>
    /// <param name="name">The column.</param>
    IEnumerable<IRow?>? Rows(string name);
}

/// <summary>A row whose values are text, as in CSV.</summary>
public sealed class TextRow : IRow
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>A row that is a username and nothing else.</summary>
    /// <param name="username">The username.</param>
    public static TextRow OfUser(string? username)
    {
        var row = new TextRow();
        row.Add(ColumnNames.Username, username);
        return row;
    }

    /// <summary>Sets a value.</summary>
    /// <param name="name">The column.</param>
    /// <param name="value">The value; null when it is empty.</param>
    /// <returns>False when there is one of that name.</returns>
    public bool Add(string name, string? value) => _values.TryAdd(name, value);

    /// <inheritdoc/>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <inheritdoc/>
    public string? Text(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <inheritdoc/>
    public IRow? Row(string name) => null;

    /// <inheritdoc/>
    public IEnumerable<IRow?>? Rows(string name) => null;
}

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
