using System.Text.Json;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Input;

/// <summary>Finds the objects inside a column: in objects, in lists, and in JSON text.</summary>
internal static class NestedRows
{
    private const int Deepest = 3;

    /// <summary>The objects inside a column, with the paths to them.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    internal static IEnumerable<(string Path, IRow Row)> Of(IRow row, string column) => Of(row, column, 1);

    private static IEnumerable<(string Path, IRow Row)> Of(IRow row, string column, int depth)
    {
        // Texts in a list are not rows.
        foreach (var inner in In(row, column).Where(inner => inner is not (null or TextRow)))
        {
            yield return (column, inner!);
            foreach (var (path, deeper) in depth == Deepest ? [] : inner!.Names.SelectMany(name => Of(inner, name, depth + 1)))
            {
                yield return ($"{column}.{path}", deeper);
            }
        }
    }

    private static IEnumerable<IRow?> In(IRow row, string column) =>
        row.Row(column) is { } single ? [single] : row.Rows(column) ?? (row.Text(column) is { } text ? Parsed(text) : []);

    private static IEnumerable<IRow?> Parsed(string text)
    {
        if (text.AsSpan().TrimStart() is not ['[' or '{', ..])
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var value = document.RootElement.Clone();
            return value.ValueKind == JsonValueKind.Object ? [JsonRow.Of(value)] : [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(JsonRow.Of)];
        }
        catch (Exception problem) when (problem is JsonException or UnlinkException)
        {
            return [];
        }
    }
}
