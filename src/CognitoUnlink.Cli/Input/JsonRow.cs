using System.Text.Json;

namespace CognitoUnlink.Cli.Input;

/// <summary>Makes rows of JSON.</summary>
internal static class JsonRow
{
    /// <summary>Where the results of a run are in its output.</summary>
    public const string Items = "items";

    public const string NotText = "it has bytes that are not UTF-8";

    /// <summary>The rows of a value: an object's own, or those of the items that it holds.</summary>
    public static IEnumerable<FileRow> Of(long line, JsonElement value) =>
        ItemsOf(value) is { } items ? items.EnumerateArray().Select(item => One(line, item)) : [One(line, value)];

    private static JsonElement? ItemsOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Items, out var items) && items.ValueKind == JsonValueKind.Array ? items : null;
        }
        catch (InvalidOperationException)
        {
            // A name is not text; as a row it is told.
            return null;
        }
    }

    private static FileRow One(long line, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return FileRow.Broken(line, "it is not a JSON object");
        }

        try
        {
            var row = new FileRow(line);
            foreach (var field in value.EnumerateObject())
            {
                if (!row.Add(field.Name, Text(field.Value)))
                {
                    return FileRow.Broken(line, $"it has '{field.Name}' twice");
                }
            }

            return row;
        }
        catch (InvalidOperationException)
        {
            return FileRow.Broken(line, NotText);
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
