using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Input;

/// <summary>The rows of one JSON value.</summary>
internal static class JsonValueRows
{
    public static IReadOnlyList<FileRow> Of(long line, JsonElement value, ref bool isPart)
    {
        try
        {
            var row = JsonRow.Of(value.Clone());
            isPart |= RowShapes.IsPart(row);
            return [.. RowShapes.Expand(row).Select(item => item is null ? FileRow.Broken(line, "it is neither a JSON object nor the name of a user") : new FileRow(line, item))];
        }
        catch (UnlinkException problem)
        {
            return [new FileRow(line, null) { Error = problem }];
        }
    }
}
