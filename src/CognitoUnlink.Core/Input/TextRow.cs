namespace CognitoUnlink.Input;

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
