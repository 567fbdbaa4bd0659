using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Input;

/// <summary>
/// Reads what a row says, by its column names: the same for piped objects and for files. A row never covers more than it says:
/// an unknown column that could narrow it is refused.
/// </summary>
/// <param name="columns">Maps the rows' column names; null if they are the known names.</param>
public sealed class RowReader(ColumnMap? columns = null)
{
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html: AttributesToGet leaves out what it does not name.
    // By pool, the attributes that all users listed with identities have.
    private readonly Dictionary<string, HashSet<string>> _listedWithIdentities = [];
    private readonly HashSet<UserAsSaid> _said = [];

    /// <summary>Reads one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="given">What was specified beside it. The user and the attribute override its columns; the provider is only for a row without a column for it.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.UnknownColumn"/>, <see cref="ErrorId.AmbiguousRow"/>, <see cref="ErrorId.IncompleteRow"/>,
    /// <see cref="ErrorId.UsernameMissing"/>, <see cref="ErrorId.NotAUser"/>, <see cref="ErrorId.RowNotReadable"/>.
    /// </exception>
    public RowMeaning Read(IRow row, RowGiven? given = null)
    {
        given ??= new RowGiven();
        if (RowShapes.HasList(row))
        {
            throw new UnlinkException(ErrorId.AmbiguousRow, $"Nothing was sent: beside a list of rows, the input has a user or another list. {Seen(row.Names)}");
        }

        row = columns?.Apply(row) ?? row;
        CheckNames(row.Names, given);
        CheckTwice(row.Names);
        var username = given.Username ?? User(row);
        var providers = Present(row, ColumnNames.Providers);
        var provider = providers.Count > 0 ? OneValue(row, providers) : given.ProviderName;
        var identity = Identity(row, given, provider, providers);
        RefuseUnknown(row, given, username is not null, providers.Count > 0, identity is not null);
        if (identity is null && username is null)
        {
            throw new UnlinkException(ErrorId.NotAUser, $"Nothing was sent: the row names neither a user nor an identity. {Seen(row.Names)}");
        }

        var attributes = new ShownAttributes(row);
        var isOfAnother = given is { Username: { } specified, IsUserComputed: false } && IsOfAnother(row, specified);
        if (isOfAnother && identity is null)
        {
            // With an identity, a read shows whether the specified user has it.
            throw new UnlinkException(ErrorId.AmbiguousRow, $"Nothing was sent: the row is about user '{Printable.Of(User(row) ?? string.Empty)}', but '{given.Username}' was specified.");
        }

        var user = identity is null ? UserShown(row, username!, attributes) : null;
        return new RowMeaning
        {
            UserPoolId = RowValues.Text(row, ColumnNames.UserPoolId),
            Username = username,

            Sub = !isOfAnother ? Sub(row, attributes) : given.AttributeValue is null ? OnlyText(row, Present(row, ColumnNames.Subs)) : null,
            Identity = identity,
            ProviderName = identity?.ProviderName ?? (providers.Count > 0 ? provider : null),
            ProviderType = row.Text(ColumnNames.ProviderType),
            User = user,
            Said = Said(row),
            Journal = row.Has(ColumnNames.Event) ? "this record's journal" : null,
            Made = Place.Read(row.Text(ColumnNames.Place)) ?? Made(row.Row(ColumnNames.Place)),
            IsOutput = (row.Has("Outcome") || row.Has("SignInAfterUnlink")) && !row.Has(ColumnNames.Event) && row.IsText,
            IsShown = given.AttributeName is null && !providers.Exists(name => name is ColumnNames.SocialProvider or ColumnNames.OidcProvider or ColumnNames.SamlProvider),
        };
    }

    /// <summary>Refuses names that are so close to known ones that they can hardly mean anything else.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.UnknownColumn"/>.</exception>
    /// <param name="given">What was specified beside the row.</param>
    public static void CheckNames(IEnumerable<string> names, RowGiven? given = null)
    {
        var all = names as IReadOnlyCollection<string> ?? [.. names];
        foreach (var name in all)
        {
            if (name.AsSpan().Count('\0') is var nuls and > 0 && nuls * 2 >= name.Length - 1)
            {
                throw new UnlinkException(ErrorId.UnknownColumn, $"Nothing was sent: the names of the columns have a NUL next to each letter. The file is UTF-16 and must be read in that encoding. {Seen(all)}");
            }

            if (ColumnNames.DelimiterIn(name) is { } delimiter)
            {
                throw new UnlinkException(ErrorId.UnknownColumn, $"Nothing was sent: '{Printable.Of(name)}' was read as one column. The file has {(delimiter == '\t' ? "a tab" : $"'{delimiter}'")} between its columns and must be read with that delimiter. {Seen(all)}");
            }

            if (ColumnNames.Misnamed(name) is { } meant
                && !(given?.IsUserComputed == true && (ColumnNames.Users.Contains(meant) || meant is ColumnNames.Email))
                && !(given?.IsProviderComputed == true && ColumnNames.Providers.Contains(meant)))
            {
                throw new UnlinkException(ErrorId.UnknownColumn, $"Nothing was sent: the column '{Printable.Of(name)}' is not known. Did you mean '{meant}'? {Seen(all)}");
            }
        }
    }

    /// <summary>Refuses a row of another pool than the one specified: a user with the same name there is somebody else.</summary>
    /// <param name="named">The pool that the row names; null when it names none.</param>
    /// <param name="specified">The pool that was specified.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.OtherUserPool"/>.</exception>
    public static void CheckPool(string? named, string specified)
    {
        if (named is not null && named != specified)
        {
            throw new UnlinkException(ErrorId.OtherUserPool, $"Nothing was sent: the row belongs to user pool {named}, but the command is for {specified}.");
        }
    }

    /// <summary>Whether a row with these columns can name a user or an identity.</summary>
    /// <param name="row">A row, or a heading.</param>
    public static bool CanSay(IRow row) =>
        ColumnNames.Users.Any(row.Has) || ColumnNames.Subs.Any(row.Has) || row.Has(ColumnNames.Email)
        || (ColumnNames.Providers.Any(row.Has) && (ColumnNames.Subjects.Any(row.Has) || row.Has(ColumnNames.LinkedAttributeValue)));

    /// <summary>Whether a line without a known column may be a list of usernames, separated by tabs, rather than a heading.</summary>
    /// <param name="line">The line.</param>
    public static bool CouldBeUsernames(string line) =>
        !line.AsSpan().ContainsAny(",;\"") && !line.AsSpan().ContainsAnyInRange('\0', '\u0008') && !line.Contains('\uFFFD', StringComparison.Ordinal)
        && line.Split('\t').All(name => name.Length > 0 && !name.Trim().Any(char.IsWhiteSpace) && !ColumnNames.IsHeading(name));

    /// <summary>Describes the columns found and those that are known.</summary>
    /// <param name="names">The names of the columns.</param>
    public static string Seen(IEnumerable<string> names)
    {
        const int Most = 60;
        List<string> seen = [.. names];
        var list = string.Join(", ", seen.Take(Most).Select(name => $"'{Printable.Of(name)}'"));
        var rest = seen.Count > Most ? $" and {seen.Count - Most} more" : string.Empty;
        return $"The columns are {(seen.Count == 0 ? "none" : list + rest)}. Known columns are {ColumnNames.KnownInWords}.";
    }

    /// <summary>The error for a row without a value where one is needed.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns">The missing columns.</param>
    public static UnlinkException Lacking(IRow row, string columns) =>
        new(ErrorId.IncompleteRow, $"Nothing was sent: an identity{Whose(row)} lacks a value for {columns}. {Seen(row.Names)}");

    /// <summary>The error for a subject that a spreadsheet shortened.</summary>
    /// <param name="subject">The subject.</param>
    internal static UnlinkException Shortened(string subject) => JsonRow.NotReadable(
        $"its subject '{Printable.Of(subject)}' looks like a number that a spreadsheet shortened. Nothing was sent");

    private static Place? Made(IRow? place) => place?.Text(nameof(Place.Host)) is not { } host ? null : new Place
    {
        Partition = place.Text(nameof(Place.Partition)),
        Region = place.Text(nameof(Place.Region)),
        Host = host,
        Instance = place.Text(nameof(Place.Instance)),
    };

    private static string? User(IRow row)
    {
        var columns = Present(row, ColumnNames.Users);
        if (columns.Count == 0)
        {
            var subs = Present(row, ColumnNames.Subs);
            return OnlyText(row, subs) ?? RowValues.Text(row, ColumnNames.Email) ?? (subs.Count > 0 || row.Has(ColumnNames.Email) ? throw UserMissing() : null);
        }

        return columns.Exists(column => !string.IsNullOrWhiteSpace(row.Text(column))) ? OnlyText(row, columns) : throw UserMissing();

        UnlinkException UserMissing() => new(
            ErrorId.UsernameMissing,
            columns.Exists(column => row.Row(column) is not null || row.Rows(column) is not null) ? "Nothing was sent: the username is a list or an object, but a row names one user." : "Nothing was sent: the username is empty.");
    }

    private static ProviderUser? Identity(IRow row, RowGiven given, string? provider, List<string> providers)
    {
        var subjects = Present(row, [.. ColumnNames.Subjects, ColumnNames.LinkedAttributeValue]);
        var names = Present(row, [.. ColumnNames.AttributeNames, ColumnNames.LinkedAttributeName]);
        if (given.AttributeValue is null && subjects.Count == 0)
        {
            return names.Count > 0 ? throw Lacking(row, ColumnNames.ProviderAttributeValue)
                : provider is null && !RowValues.IsEmpty(row, ColumnNames.ProviderType) ? throw Lacking(row, ColumnNames.ProviderName)
                : null;
        }

        if (provider is null)
        {
            throw Lacking(row, ColumnNames.ProviderName);
        }

        if (given.AttributeName is null && subjects.Contains(ColumnNames.LinkedAttributeValue) && !names.Contains(ColumnNames.LinkedAttributeName))
        {
            throw Lacking(row, ColumnNames.LinkedAttributeName);
        }

        var value = given.AttributeValue ?? OneValue(row, subjects);
        if (given.AttributeValue is null && ShortenedNumber.IsCertain(value))
        {
            throw Shortened(value);
        }

        return new ProviderUser(
            providers.Contains(ColumnNames.SocialProvider) ? Canonical(provider) : provider,
            given.AttributeName ?? (names.Count > 0 ? OneValue(row, names) : ProviderUser.CognitoSubject),
            value);
    }

    /// <summary>The user as the row shows it, if it is that user's row and shows for certain which identities there are; otherwise null.</summary>
    /// <param name="row">The row.</param>
    /// <param name="username">The user.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowNotReadable"/>, <see cref="ErrorId.AmbiguousRow"/>.</exception>
    public CognitoUser? UserShown(IRow row, string username) => IsOfAnother(row, username) ? null : UserShown(row, username, new ShownAttributes(row));

    private CognitoUser? UserShown(IRow row, string username, ShownAttributes attributes)
    {
        var isWhole = attributes.IsWhole;
        var names = attributes.Names;
        var pool = row.Text(ColumnNames.UserPoolId) ?? string.Empty;
        var identities = Identities(row, attributes);
        if (identities is not null && !isWhole && names.Count > 0)
        {
            Note(pool, names);
        }

        // A user without attributes that all others have may be from another listing, which requested fewer.
        var sub = Sub(row, attributes);
        isWhole |= names.Count > 0 && _listedWithIdentities.TryGetValue(pool, out var shown) && shown.IsSubsetOf(names);
        return identities is null && (!isWhole || sub is null) ? null : new CognitoUser
        {
            Username = username,
            Sub = sub,
            Identities = identities,
            UserStatus = Status(row),
            Enabled = bool.TryParse(row.Text("Enabled"), out var enabled) ? enabled : null,
            HasVerifiedEmail = IsVerified("email", "email_verified"),
            HasVerifiedPhone = IsVerified("phone_number", "phone_number_verified"),
        };

        bool? IsVerified(string address, string verified) =>
            isWhole || attributes.Text(verified) is not null ? attributes.Text(address) is not null && attributes.Text(verified) == "true" : null;
    }

    private void Note(string pool, IEnumerable<string> attributes)
    {
        var others = attributes.Where(name => name != "identities");
        if (_listedWithIdentities.TryGetValue(pool, out var shown))
        {
            shown.IntersectWith(others);
        }
        else
        {
            _listedWithIdentities[pool] = [.. others];
        }
    }

    /// <summary>Whether the row names a user, and not this one.</summary>
    private static bool IsOfAnother(IRow row, string username) =>
        ColumnNames.Users.Any(column => row.Text(column) is not null)
        && !ColumnNames.Users.Concat(ColumnNames.Subs).Append(ColumnNames.Email).Any(column => row.Text(column) == username);

    private static string? Sub(IRow row, ShownAttributes attributes)
    {
        List<string> subs = [.. Present(row, ColumnNames.Subs).Select(column => RowValues.Text(row, column)).OfType<string>().Concat(attributes.Subs).Distinct(StringComparer.Ordinal)];
        return subs.Count < 2 ? subs.FirstOrDefault() : throw Contradictory(row, "subs");
    }

    /// <summary>The identities that the row shows, as the text of a list; empty if it shows that there are none, null if it shows nothing about them.</summary>
    private static string? Identities(IRow row, ShownAttributes attributes)
    {
        List<string> shown = [.. attributes.Identities];

        // A journal's records have a field for identities, most without a value.
        if (RowValues.Identities(row, ColumnNames.Identities) is { } own && (own.Length > 0 || !row.Has(ColumnNames.Event)))
        {
            shown.Add(own);
        }

        return shown.TrueForAll(other => AreSame(shown[0], other)) ? shown.FirstOrDefault() : throw Contradictory(row, "identities");
    }

    private static bool AreSame(string some, string others)
    {
        try
        {
            return some == others || Entries(some).SetEquals(Entries(others));
        }
        catch (UnlinkException)
        {
            return false;
        }

        static HashSet<(string, string)> Entries(string identities) =>
            [.. IdentitiesReader.Read(new CognitoUser { Username = string.Empty, Identities = identities }).Select(entry => (entry.ProviderName, entry.UserId))];
    }

    private static string? Status(IRow row) => row.Text("UserStatus") ?? row.Row("UserStatus")?.Text("Value");

    private UserAsSaid? Said(IRow row)
    {
        var said = new UserAsSaid(
            Status(row),
            Enum.TryParse<SignInAfterUnlink>(row.Text(nameof(SignInAfterUnlink)), ignoreCase: true, out var signIn) ? signIn : null);
        if (said is { UserStatus: null, SignInAfterUnlink: null or SignInAfterUnlink.Unknown })
        {
            return null;
        }

        // Values that many rows share are stored once.
        const int MostKept = 100;
        if (!_said.TryGetValue(said, out var kept) && _said.Count < MostKept)
        {
            _said.Add(said);
        }

        return kept ?? said;
    }

    private static List<string> Present(IRow row, IEnumerable<string> names) => [.. names.Where(row.Has)];

    // Formats with case-sensitive names can contain a name twice.
    private static void CheckTwice(IEnumerable<string> names)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        if (names.FirstOrDefault(name => !seen.Add(name)) is { } twice)
        {
            throw JsonRow.NotReadable($"it contains '{Printable.Of(twice)}' twice");
        }
    }

    /// <summary>The one value of these columns, ignoring empty ones.</summary>
    private static string OneValue(IRow row, List<string> columns)
    {
        return columns.Exists(column => row.Text(column) is not null) ? OnlyText(row, columns)! : throw Lacking(row, string.Join(", ", columns));
    }

    /// <summary>The one value of these columns, ignoring empty ones; null if all are empty.</summary>
    private static string? OnlyText(IRow row, List<string> columns)
    {
        var values = columns.Select(column => RowValues.Text(row, column)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return values.Count < 2 ? values.FirstOrDefault() : throw Ambiguous(row, columns);
    }

    /// <summary>Refuses an unknown column, also inside an object, a list or JSON text, that could say what is missing, or which identity is meant.</summary>
    private static void RefuseUnknown(IRow row, RowGiven given, bool namesUser, bool namesProvider, bool namesIdentity)
    {
        var lacksSubject = !namesIdentity && !given.IsUserComputed;
        var lacksProvider = !namesProvider && !given.IsProviderComputed && given.AttributeValue is null;
        if (namesUser && namesIdentity && !lacksProvider)
        {
            return;
        }

        foreach (var name in row.Names.Where(name => !ColumnNames.IsKnown(name)))
        {
            // Even an empty one: other rows have a value there.
            Refuse(name, !namesUser && ColumnNames.CouldBeUser(name), "a user");
            Refuse(name, lacksSubject && (ColumnNames.IsNearSubject(name) || (namesProvider && ColumnNames.CouldBeSubject(name) && !RowValues.IsEmpty(row, name))), "a subject");
            Refuse(name, lacksProvider && ColumnNames.IsNearProvider(name), "a provider");
            foreach (var (path, inner) in NestedRows.Of(row, name))
            {
                List<string> columns = [.. inner.Names.Where(column => !RowValues.IsEmpty(inner, column))];
                foreach (var column in columns)
                {
                    var found = $"{path}.{column}";
                    Refuse(found, !namesUser && (ColumnNames.IsUser(column) || ColumnNames.CouldBeUser(column)), "a user");
                    Refuse(found, lacksSubject && (IsSubject(column) || (namesProvider && ColumnNames.CouldBeSubject(column))), "an identity");
                    Refuse(found, !namesIdentity && IsSubject(column) && columns.Exists(ColumnNames.IsNearProvider), "an identity");
                    Refuse(found, lacksProvider && ColumnNames.IsNearProvider(column), "an identity");
                }
            }
        }

        static bool IsSubject(string column) => ColumnNames.IsNearSubject(column) || ColumnNames.Subs.Contains(column, StringComparer.OrdinalIgnoreCase);

        void Refuse(string column, bool isRefused, string what)
        {
            if (isRefused)
            {
                throw new UnlinkException(ErrorId.UnknownColumn, $"Nothing was sent: the column '{Printable.Of(column)}' is not known, but looks like {what}. {Seen(row.Names)}");
            }
        }
    }

    private static UnlinkException Ambiguous(IRow row, List<string> columns) => new(
        ErrorId.AmbiguousRow,
        $"Nothing was sent: the row{Whose(row)} has different values in {string.Join(" and ", columns.Where(column => row.Text(column) is not null))}, but only one is allowed.");

    private static UnlinkException Contradictory(IRow row, string what) =>
        new(ErrorId.AmbiguousRow, $"Nothing was sent: the row{Whose(row)} shows different {what} in different places.");

    private static string Whose(IRow row) => row.Text(ColumnNames.Username) is { } username ? $" of user '{username}'" : string.Empty;

    private static string Canonical(string provider) =>
        SocialProviders.NameOf(provider) ?? provider;
}

/// <summary>
/// What was specified beside a row. <see cref="Username"/>, <see cref="AttributeName"/> and <see cref="AttributeValue"/> override its
/// columns; <see cref="ProviderName"/> does not.
/// </summary>
public sealed record RowGiven
{
    /// <summary>The user.</summary>
    public string? Username { get; init; }

    /// <summary>Whether the author of the command, who then knows the row's columns, computed the user from it.</summary>
    public bool IsUserComputed { get; init; }

    /// <summary>Whether the same is true of the provider.</summary>
    public bool IsProviderComputed { get; init; }

    /// <summary>The one provider, by its exact name, for a row without a column for it.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The attribute's name.</summary>
    public string? AttributeName { get; init; }

    /// <summary>The attribute's value.</summary>
    public string? AttributeValue { get; init; }
}

/// <summary>The maximum length of a row: enough for the longest text that the service takes, and short enough for a journal line whatever it contains.</summary>
public static class RowLengthRule
{
    /// <summary>The maximum, in characters of all row values. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ProviderUserIdentifierType.html"/></summary>
    public const int Longest = 131_072;

    private const int Shown = 40;

    /// <summary>Refuses a row that is too long, before anything is sent.</summary>
    /// <param name="values">Its values; null for none.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowTooLong"/>.</exception>
    public static void Check(params ReadOnlySpan<string?> values)
    {
        var (length, longest) = (0L, string.Empty);
        foreach (var value in values)
        {
            length += value?.Length ?? 0;
            longest = value?.Length > longest.Length ? value : longest;
        }

        if (length > Longest)
        {
            throw new UnlinkException(
                ErrorId.RowTooLong,
                $"Nothing was sent: the row has {length} characters; the maximum is {Longest}. Its longest value begins with '{Printable.Of(ShortText.Of(longest, Shown)!)}'.");
        }
    }
}
