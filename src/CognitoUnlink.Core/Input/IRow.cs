using System.Text.Json;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Input;

/// <summary>Values by name: a piped object, a CSV row, a JSON object. Names are case-insensitive.</summary>
public interface IRow
{
    /// <summary>The names of its columns, for messages and to detect unknown ones.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Whether all its values are text, as in CSV.</summary>
    bool IsText { get; }

    /// <summary>Whether there is a column with that name, even if it is empty.</summary>
    /// <param name="name">The column.</param>
    bool Has(string name);

    /// <summary>The column's value, verbatim; null if it is empty, missing, an object or a list.</summary>
    /// <param name="name">The column.</param>
    string? Text(string name);

    /// <summary>The column's value if it is an object; otherwise null.</summary>
    /// <param name="name">The column.</param>
    IRow? Row(string name);

    /// <summary>The column's value if it is a list: its objects, and null for anything else in it; null if it is not a list.</summary>
    /// <param name="name">The column.</param>
    IEnumerable<IRow?>? Rows(string name);

    /// <summary>Whether the column has a value that cannot be read at all, such as a property that throws. Such a value must not count as missing.</summary>
    /// <param name="name">The column.</param>
    bool IsBroken(string name);
}

/// <summary>A row whose values are text, as in CSV.</summary>
public sealed class TextRow : IRow
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool IsText => true;

    /// <inheritdoc/>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Creates a row that contains only a username.</summary>
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
    /// <returns>False if there is one with that name.</returns>
    public bool Add(string name, string? value) => _values.TryAdd(name, value);

    /// <inheritdoc/>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <inheritdoc/>
    public string? Text(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <inheritdoc/>
    public IRow? Row(string name) => null;

    /// <inheritdoc/>
    public IEnumerable<IRow?>? Rows(string name) => null;

    /// <inheritdoc/>
    public bool IsBroken(string name) => false;
}

/// <summary>
/// A line of usernames without a heading: one name, or several separated by tabs, as in the AWS CLI's text output, one page per
/// line.
/// </summary>
public static class NameLine
{
    // With fewer names it could be a row of a table.
    private const int NamesOnPage = 60;

    /// <summary>Describes what is wrong with a line of a table.</summary>
    public const string IsTable = "it has several values, but no heading says what they are";

    /// <summary>Splits a line into names.</summary>
    /// <param name="line">The line.</param>
    public static IReadOnlyList<string> Split(string line) => line.Split('\t', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a line has several names and is not a page, so that it can only be a list if it is the only line.</summary>
    /// <param name="line">The line.</param>
    public static bool MayBeTable(string line) => line.Contains('\t', StringComparison.Ordinal) && line.Split('\t').Length < NamesOnPage;

    /// <summary>Whether a line is a whole page, after which the last page may be shorter.</summary>
    /// <param name="line">The line.</param>
    public static bool IsPage(string line) => line.Split('\t').Length >= NamesOnPage;
}

/// <summary>A JSON object as a row; a string is a username.</summary>
public sealed class JsonRow : IRow
{
    /// <summary>Describes what is wrong with text that is not valid.</summary>
    public const string NotText = "it contains bytes that are not valid UTF-8";

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.OrdinalIgnoreCase);

    private JsonRow()
    {
    }

    /// <inheritdoc/>
    public bool IsText => false;

    /// <inheritdoc/>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Creates a row from a value, which must outlive the row.</summary>
    /// <param name="value">An object or a string.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowNotReadable"/>.</exception>
    public static IRow Of(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => TextRow.OfUser(value.GetString()),
                JsonValueKind.Object => OfObject(value),
                _ => throw NotReadable("it is neither a JSON object nor a username"),
            };
        }
        catch (InvalidOperationException)
        {
            throw NotReadable(NotText);
        }
    }

    /// <summary>The error for a row that is not valid.</summary>
    /// <param name="why">What is wrong with it.</param>
    public static UnlinkException NotReadable(string why) => new(ErrorId.RowNotReadable, $"The row cannot be read: {why}.");

    /// <inheritdoc/>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <inheritdoc/>
    public string? Text(string name) => _values.TryGetValue(name, out var value) ? TextOf(value) : null;

    /// <inheritdoc/>
    public IRow? Row(string name) => _values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Object ? RowOrNull(value) : null;

    /// <inheritdoc/>
    public IEnumerable<IRow?>? Rows(string name) =>
        _values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(RowOrNull) : null;

    /// <inheritdoc/>
    public bool IsBroken(string name) => _values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Object && RowOrNull(value) is null;

    // A saved ConstantClass of the SDK: its text is in Value.
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Object when value.TryGetProperty("Value", out var constant) && constant.ValueKind == JsonValueKind.String && value.EnumerateObject().Count() == 1 => TextOf(constant),
        _ => null,
    };

    private static JsonRow OfObject(JsonElement value)
    {
        var row = new JsonRow();
        foreach (var field in value.EnumerateObject())
        {
            // A lone surrogate is reported here, not when the field is used.
            if (field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Object)
            {
                _ = TextOf(field.Value);
            }

            if (!row._values.TryAdd(field.Name, field.Value))
            {
                throw NotReadable($"it contains '{field.Name}' twice");
            }
        }

        return row;
    }

    private static IRow? RowOrNull(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.Object or JsonValueKind.String ? Of(value) : null;
        }
        catch (UnlinkException)
        {
            return null;
        }
    }
}
