using CognitoUnlink.Errors;

namespace CognitoUnlink.Input;

/// <summary>The attributes that a row shows for its user: as a list of names and values, as one such pair, or as an object with a field for each.</summary>
internal sealed class ShownAttributes
{
    private const string Name = "Name";
    private const string Value = "Value";
    private const string OfGetUser = "UserAttributes";
    private const string OfListUsers = "Attributes";

    private readonly List<(string Name, IRow Row, string Column)> _all;

    /// <summary>Reads the attributes of a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowNotReadable"/>.</exception>
    internal ShownAttributes(IRow row)
    {
        _all = [.. In(row, OfGetUser), .. In(row, OfListUsers)];
        IsWhole = !RowValues.IsEmpty(row, OfGetUser) && !IsLost(row, OfGetUser);
    }

    /// <summary>Whether no attribute can be missing: AdminGetUser returns all attributes; a listing may have requested only some.</summary>
    internal bool IsWhole { get; }

    /// <summary>The names of those that have a value.</summary>
    internal IReadOnlyList<string> Names => [.. _all.Where(attribute => !RowValues.IsEmpty(attribute.Row, attribute.Column)).Select(attribute => attribute.Name)];

    /// <summary>The values of <c>sub</c>.</summary>
    internal IEnumerable<string> Subs => Of(ColumnNames.Sub).Select(attribute => RowValues.Text(attribute.Row, attribute.Column)).OfType<string>();

    /// <summary>The values of <c>identities</c>: text of lists, empty for an empty value.</summary>
    internal IEnumerable<string> Identities => Of(ColumnNames.Identities).Select(attribute => RowValues.Identities(attribute.Row, attribute.Column) ?? string.Empty);

    /// <summary>An attribute's value; null if it is not shown, or is empty.</summary>
    /// <param name="name">The attribute.</param>
    internal string? Text(string name) => Of(name).Select(attribute => attribute.Row.Text(attribute.Column)).LastOrDefault();

    private IEnumerable<(string Name, IRow Row, string Column)> Of(string name) => _all.Where(attribute => attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(string Name, IRow Row, string Column)> In(IRow row, string column)
    {
        if (IsLost(row, column))
        {
            return [];
        }

        if (row.Rows(column) is { } pairs)
        {
            return pairs.Select(pair => Pair(pair, column));
        }

        if (row.Row(column) is { } single)
        {
            return single.Has(Name) && single.Has(Value) && !single.Has(ColumnNames.Sub) && !single.Has(ColumnNames.Identities) ? [Pair(single, column)] : Fields(single, column);
        }

        return RowValues.IsEmpty(row, column) ? [] : throw NotReadable(column);
    }

    /// <summary>Whether only the names of types are left of the attributes, so that nothing is known about them.</summary>
    private static bool IsLost(IRow row, string column) => row.Rows(column) is { } items
        ? items.Any() && items.All(item => item is TextRow text && text.Text(ColumnNames.Username) is { } name && RowValues.IsTypeName(name))
        : row.Text(column) is { } shown && RowValues.IsTypeName(shown);

    private static (string Name, IRow Row, string Column) Pair(IRow? pair, string column) => pair?.Text(Name) is { } name ? (name, pair, Value) : throw NotReadable(column);

    // Windows PowerShell writes some lists as an object with a field for the list.
    private static IEnumerable<(string Name, IRow Row, string Column)> Fields(IRow fields, string column) => fields.Names.Select(name =>
        RowValues.IsNotText(fields, name) && !name.Equals(ColumnNames.Identities, StringComparison.OrdinalIgnoreCase) ? throw NotReadable(column) : (name, fields, name));

    private static UnlinkException NotReadable(string column) => RowValues.NotReadable(column, "a list of attributes with Name and Value");
}
