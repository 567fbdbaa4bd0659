using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Input;

/// <summary>The shapes in which AWS and this product return rows: a listing, a run's output, the parameters of a request.</summary>
public static class RowShapes
{
    /// <summary>The field that holds the rows of a run's output.</summary>
    public const string Output = "items";

    /// <summary>Fields that hold rows: in a run's output, and in answers of ListUsers and ListUsersInGroup.</summary>
    public static IReadOnlyList<string> Lists { get; } = [Output, "Users"];

    /// <summary>Fields that show that a listing continues elsewhere.</summary>
    public static IReadOnlyList<string> Tokens { get; } = ["PaginationToken", "NextToken"];

    /// <summary>
    /// The rows in an object, with null for anything else; the object itself if it holds none, or if it is ambiguous and <see cref="RowReader"/> refuses it.
    /// Blank rows are left out.
    /// </summary>
    /// <param name="row">The object.</param>
    public static IEnumerable<IRow?> Expand(IRow row)
    {
        List<IEnumerable<IRow?>> lists = [.. Lists.Select(name => List(row, name)).OfType<IEnumerable<IRow?>>()];
        if (lists is not [var list] || row.Names.Any(name => ColumnNames.IsUser(name) && !RowValues.IsEmpty(row, name)))
        {
            return row is not TextRow && IsBlank(row) ? [] : [One(row)];
        }

        var beside = row.Names.Where(name => (IsColumn(name) || HoldsIdentity(row, name)) && !RowValues.IsEmpty(row, name)).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // An empty text is a missing username, not a blank row.
        return list.Where(item => item is null or TextRow || !IsBlank(item)).Select(item => item is null ? null : beside.Count == 0 ? One(item) : new BesideRow(row, beside, One(item)));
    }

    /// <summary>Whether all its columns are empty, such as the rows below a table that spreadsheets export.</summary>
    /// <param name="row">The row.</param>
    public static bool IsBlank(IRow row) => row.Names.Any() && row.Names.All(name => string.IsNullOrWhiteSpace(row.Text(name)) && !RowValues.IsNotText(row, name));

    /// <summary>Whether the object has a list of rows in it.</summary>
    /// <param name="row">The object.</param>
    public static bool HasList(IRow row) => Lists.Any(name => List(row, name) is not null);

    /// <summary>Whether a field beside a list of rows applies to each of them. A misspelt one does: its rows are refused.</summary>
    /// <param name="name">The field.</param>
    public static bool IsColumn(string name) =>
        !Lists.Contains(name, StringComparer.OrdinalIgnoreCase)
        && (ColumnNames.Canonical(name) is not (null or ColumnNames.Identities) || ColumnNames.Misnamed(name) is not null || NamesIdentity(name));

    /// <summary>Whether a field inside an object beside a list of rows may say which identity is meant. If so, the rows are refused.</summary>
    /// <param name="name">The field.</param>
    public static bool NamesIdentity(string name) => ColumnNames.IsNearSubject(name) || ColumnNames.IsNearProvider(name);

    /// <summary>Whether it is a page of a listing, but not the last one.</summary>
    /// <param name="row">The object.</param>
    public static bool IsPart(IRow row) => row.Rows("Users") is not null && Tokens.Any(token => row.Text(token) is not null);

    private static bool HoldsIdentity(IRow row, string name) => !ColumnNames.IsKnown(name) && !Lists.Contains(name, StringComparer.OrdinalIgnoreCase)
        && NestedRows.Of(row, name).Any(found => found.Row.Names.Any(column => NamesIdentity(column) && !RowValues.IsEmpty(found.Row, column)));

    // PowerShell unwraps lists of one.
    private static IEnumerable<IRow?>? List(IRow row, string name) => row.Rows(name) ?? (row.Row(name) is { } one ? [one] : null);

    // AdminDisableProviderForUser has User, AdminLinkProviderForUser DestinationUser and SourceUser; AdminCreateUser answers with a User.
    private static IRow One(IRow row)
    {
        if (row.Row("User") is { } user && (user.Has(ColumnNames.ProviderName) || user.Has(ColumnNames.Username)))
        {
            return new JoinedRow(row, "User", user, null);
        }

        return row.Row("SourceUser") is { } source && row.Row("DestinationUser") is { } destination && destination.Text(ColumnNames.ProviderName) == Gateway.ProviderUser.CognitoProvider
            ? new JoinedRow(row, "SourceUser", source, destination.Text(ColumnNames.ProviderAttributeValue))
            : row;
    }

    /// <summary>An object combined with the fields of an object inside it.</summary>
    private sealed class JoinedRow(IRow outer, string within, IRow inner, string? username) : IRow
    {
        public IEnumerable<string> Names =>
            outer.Names.Where(name => !name.Equals(within, StringComparison.OrdinalIgnoreCase) && (username is null || !name.Equals("DestinationUser", StringComparison.OrdinalIgnoreCase)))
                .Concat(username is null ? Array.Empty<string>() : [ColumnNames.Username])
                .Concat(inner.Names)
                .Distinct(StringComparer.OrdinalIgnoreCase);

        public bool IsText => outer.IsText && inner.IsText;

        public bool Has(string name) => IsUsername(name) || inner.Has(name) || (IsOuter(name) && outer.Has(name));

        public string? Text(string name) => Source(name) is var row && IsUsername(name) ? username : row?.Text(name);

        public IRow? Row(string name) => Source(name)?.Row(name);

        public IEnumerable<IRow?>? Rows(string name) => Source(name)?.Rows(name);

        public bool IsBroken(string name) => Source(name)?.IsBroken(name) == true;

        /// <summary>The object that has the value.</summary>
        private IRow? Source(string name)
        {
            List<IRow> all = [.. new[] { inner, IsOuter(name) ? outer : null }.OfType<IRow>().Where(row => row.Has(name))];
            List<IRow> filled = [.. all.Where(row => !RowValues.IsEmpty(row, name))];
            return filled.Exists(row => row.Text(name) != (IsUsername(name) ? username : filled[0].Text(name))) || (filled.Count > 1 && filled.Exists(row => RowValues.IsNotText(row, name)))
                ? throw new UnlinkException(ErrorId.AmbiguousRow, $"Nothing was sent: {name} has different values in the row and in its {within}.")
                : filled.FirstOrDefault() ?? all.FirstOrDefault();
        }

        private bool IsUsername(string name) => username is not null && name.Equals(ColumnNames.Username, StringComparison.OrdinalIgnoreCase);

        private bool IsOuter(string name) => !name.Equals(within, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A row of a list, with the fields beside the list that apply to each row.</summary>
    /// <param name="outer">The object that the list is in.</param>
    /// <param name="beside">The fields.</param>
    /// <param name="row">The row.</param>
    private sealed class BesideRow(IRow outer, HashSet<string> beside, IRow row) : IRow
    {
        public IEnumerable<string> Names => row.Names.Concat(beside).Distinct(StringComparer.OrdinalIgnoreCase);

        public bool IsText => row.IsText;

        public bool Has(string name) => row.Has(name) || beside.Contains(name);

        public string? Text(string name)
        {
            var (own, shared) = (row.Text(name), beside.Contains(name) && !RowValues.IsNotText(outer, name) ? outer.Text(name) : null);
            return own is not null && shared is not null && own != shared
                ? throw new UnlinkException(ErrorId.AmbiguousRow, $"Nothing was sent: {name} is '{Printable.Of(own)}' in the row, but '{Printable.Of(shared)}' outside the list that the row is in.")
                : own ?? shared;
        }

        public IRow? Row(string name) => row.Row(name) ?? (IsUnknown(name) ? outer.Row(name) : null);

        public IEnumerable<IRow?>? Rows(string name) => row.Rows(name) ?? (IsUnknown(name) ? outer.Rows(name) : null);

        public bool IsBroken(string name) => row.IsBroken(name) || (beside.Contains(name) && RowValues.IsNotText(outer, name));

        // What is in a known field that is not text must not be read as the row's own.
        private bool IsUnknown(string name) => beside.Contains(name) && !ColumnNames.IsKnown(name);
    }
}
