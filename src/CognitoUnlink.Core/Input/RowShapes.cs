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

    /// <summary>The rows in an object, with null for anything else; the object itself if it holds none.</summary>
    /// <param name="row">The object.</param>
    public static IEnumerable<IRow?> Expand(IRow row)
    {
        var list = row.Has(ColumnNames.Username) ? null : Lists.Select(row.Rows).FirstOrDefault(rows => rows is not null);
        if (list is null)
        {
            return [One(row)];
        }

        var shared = row.Names.Where(name => IsColumn(name) && !RowValues.IsEmpty(row, name))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(name => name, name => RowValues.IsNotText(row, name) ? null : row.Text(name), StringComparer.OrdinalIgnoreCase);
        return list.Select(item => item is null ? null : shared.Count == 0 ? One(item) : new BesideRow(shared, One(item)));
    }

    /// <summary>Whether a field beside a list of rows applies to each of them. A misspelt provider or pool does: its rows are refused.</summary>
    /// <param name="name">The field.</param>
    public static bool IsColumn(string name) =>
        ColumnNames.Canonical(name) is not (null or ColumnNames.Identities)
        || (ColumnNames.Misnamed(name) is { } meant && (meant == ColumnNames.UserPoolId || ColumnNames.Providers.Contains(meant)));

    /// <summary>Whether it is a page of a listing, but not the last one.</summary>
    /// <param name="row">The object.</param>
    public static bool IsPart(IRow row) => row.Rows("Users") is not null && Tokens.Any(token => row.Text(token) is not null);

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

        public string? Text(string name) => IsUsername(name) ? username : inner.Has(name) ? inner.Text(name) : IsOuter(name) ? outer.Text(name) : null;

        public IRow? Row(string name) => inner.Has(name) ? inner.Row(name) : IsOuter(name) ? outer.Row(name) : null;

        public IEnumerable<IRow?>? Rows(string name) => inner.Has(name) ? inner.Rows(name) : IsOuter(name) ? outer.Rows(name) : null;

        public bool IsBroken(string name) => inner.Has(name) ? inner.IsBroken(name) : IsOuter(name) && outer.IsBroken(name);

        private bool IsUsername(string name) => username is not null && name.Equals(ColumnNames.Username, StringComparison.OrdinalIgnoreCase);

        private bool IsOuter(string name) => !name.Equals(within, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A row of a list, with the fields beside the list that apply to each row.</summary>
    /// <param name="shared">The fields; null for one that is not text.</param>
    /// <param name="row">The row.</param>
    private sealed class BesideRow(IReadOnlyDictionary<string, string?> shared, IRow row) : IRow
    {
        public IEnumerable<string> Names => row.Names.Concat(shared.Keys).Distinct(StringComparer.OrdinalIgnoreCase);

        public bool IsText => row.IsText;

        public bool Has(string name) => row.Has(name) || shared.ContainsKey(name);

        public string? Text(string name)
        {
            var (own, beside) = (row.Text(name), shared.GetValueOrDefault(name));
            return own is not null && beside is not null && own != beside
                ? throw new UnlinkException(ErrorId.AmbiguousRow, $"Nothing was sent: {name} is '{Printable.Of(own)}' in the row, but '{Printable.Of(beside)}' outside the list that the row is in.")
                : own ?? beside;
        }

        public IRow? Row(string name) => row.Row(name);

        public IEnumerable<IRow?>? Rows(string name) => row.Rows(name);

        public bool IsBroken(string name) => row.IsBroken(name) || (shared.TryGetValue(name, out var beside) && beside is null);
    }
}
