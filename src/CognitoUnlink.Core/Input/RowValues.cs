using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Input;

/// <summary>Reads values that narrow what a row means. A value that is there but cannot be read never counts as missing.</summary>
internal static class RowValues
{
    internal static bool IsEmpty(IRow row, string name) => row.Text(name) is null && !IsNotText(row, name);

    internal static bool IsNotText(IRow row, string name) =>
        row.IsBroken(name) || (row.Text(name) is null && (row.Row(name) is not null || row.Rows(name) is not null));

    /// <summary>The text; null if the value is empty or missing.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowNotReadable"/>.</exception>
    internal static string? Text(IRow row, string name) => IsNotText(row, name) ? throw NotReadable(name, "text") : row.Text(name);

    /// <summary>Identities as the text of a list: empty if the value is empty, null if there is no such column. One identity counts as a list of one.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowNotReadable"/>.</exception>
    internal static string? Identities(IRow row, string column)
    {
        if (!row.Has(column))
        {
            return null;
        }

        if (row.Rows(column) is { } entries)
        {
            return Serialize(entries);
        }

        if (row.Row(column) is { } entry && (row.Text(column) is null || entry.Names.Any(ColumnNames.IsSubject)))
        {
            return Serialize([entry]);
        }

        var text = row.IsBroken(column) ? throw NotReadable(column, "a list of identities") : row.Text(column)?.Trim() ?? string.Empty;
        return text.StartsWith('{') ? $"[{text}]" : text;
    }

    /// <summary>Whether the text is only the name of a type, or several: what CSV, jobs, and JSON without depth keep of an object.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsTypeName(string text) => text.Split(' ').All(part =>
        (part.StartsWith("System.", StringComparison.Ordinal) || part.StartsWith("Amazon.", StringComparison.Ordinal))
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '`' or '+' or ',' or '[' or ']'));

    /// <summary>The error for a value that cannot be read.</summary>
    /// <param name="column">The column.</param>
    /// <param name="expected">What it should contain.</param>
    internal static UnlinkException NotReadable(string column, string expected) => JsonRow.NotReadable(
        $"the value of '{column}' is not {expected}. Nothing was sent, because it could change what the row means. Correct the value, or remove the column if it does not matter");

    // As in the attribute's own JSON text, if that text was parsed together with the file.
    private static string Serialize(IEnumerable<IRow?> entries) =>
        JsonSerializer.Serialize([.. entries.Select(entry => entry?.Names.ToDictionary(name => name, name => entry.Text(name)!)!)], CoreJson.Default.ListDictionaryStringString);
}
