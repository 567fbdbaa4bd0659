using System.Text.Json;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Input;

/// <summary>An object of JSON as a row; a text is the name of a user.</summary>
public sealed class JsonRow : IRow
{
    /// <summary>What is wrong with text that is no text.</summary>
    public const string NotText = "it has bytes that are not UTF-8";

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.OrdinalIgnoreCase);

    private JsonRow()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The row of a value, which is to outlive the row.</summary>
    /// <param name="value">An object or a text.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowNotReadable"/>.</exception>
    public static IRow Of(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => TextRow.OfUser(value.GetString()),
                JsonValueKind.Object => OfObject(value),
                _ => throw NotReadable("it is neither a JSON object nor the name of a user"),
            };
        }
        catch (InvalidOperationException)
        {
            throw NotReadable(NotText);
        }
    }

    /// <summary>The error for a row that is none.</summary>
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

    // A class of constants as the SDK has it, saved: its text is in Value.
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
            // Half a character is told here and not when somebody asks.
            if (field.Value.ValueKind == JsonValueKind.String)
            {
                _ = field.Value.GetString();
            }

            if (!row._values.TryAdd(field.Name, field.Value))
            {
                throw NotReadable($"it has '{field.Name}' twice");
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
