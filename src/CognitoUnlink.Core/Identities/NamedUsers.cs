using System.Runtime.InteropServices;
using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Identities;

/// <summary>
/// Picks the named users out of a pool as it is listed, so that many names need no request each. It takes about 130 bytes per
/// name, however large the pool is. One thread adds and takes; once it is done, any thread may find.
/// </summary>
internal sealed class NamedUsers
{
    private readonly CompactUsers _users = new();
    private readonly List<Wanted> _names = [];

    // Filters on e-mail address, phone number and preferred username ignore case; those on username and sub do not. So names
    // that differ only in case share an entry: the index of the latest, which leads to the one before.
    private readonly Dictionary<string, int> _latest = new(StringComparer.OrdinalIgnoreCase);
    private DateTime? _listedAt;
    private long _listedCount;

    private enum Match : byte
    {
        None,
        OtherName,
        SeveralByOtherName,
        Username,
    }

    public long Listed => Interlocked.Read(ref _listedCount);

    public int Count => _names.Count;

    /// <summary>Whether the whole pool was listed; if so, a user who was not found does not exist.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Adds a name; also its lower-case form, and its plain form if it was escaped for spreadsheets.</summary>
    public void Add(string name)
    {
        AddOne(name);
        if (UserNaming.InLowerCase(name) is { } lower)
        {
            AddOne(lower);
        }

        if (FormulaText.Unescape(name) is { } plain)
        {
            Add(plain);
        }
    }

    /// <summary>Trims the memory once all names were added.</summary>
    public void TrimExcess()
    {
        _names.TrimExcess();
        _latest.TrimExcess();
    }

    /// <summary>Keeps a listed user if one of the names refers to that user.</summary>
    public void Take(CognitoUser user)
    {
        Interlocked.Increment(ref _listedCount);
        _listedAt ??= user.ListedAt;
        for (var place = LatestOf(user.Username); place >= 0; place = _names[place].Before)
        {
            ref var wanted = ref At(place);
            if (wanted.Name == user.Username)
            {
                (wanted.Match, wanted.User) = (Match.Username, _users.Pack(user, wanted.Name));
            }
        }

        TakeBy(UserNaming.Sub, user.Sub, user);
        TakeBy(UserNaming.Email, user.Email, user);
        TakeBy(UserNaming.PhoneNumber, user.PhoneNumber, user);
        TakeBy(UserNaming.PreferredUsername, user.PreferredUsername, user);
    }

    /// <summary>Returns what a filter on the attribute would list: the number of users, 2 for several, and the user if there is just one.</summary>
    /// <param name="attribute">The username, or the attribute that the name may be a value of.</param>
    /// <param name="name">The name.</param>
    /// <returns>Null if not known: the name was not added, or the pool was not listed to its end.</returns>
    public (int Count, CognitoUser? User)? Find(string attribute, string name)
    {
        var place = LatestOf(name);
        while (place >= 0 && _names[place].Name != name)
        {
            place = _names[place].Before;
        }

        if (place < 0)
        {
            return null;
        }

        var wanted = _names[place];
        var isByUsername = attribute == UserNaming.Username;
        return wanted.Match switch
        {
            Match.Username when isByUsername => (1, Unpack(wanted)),
            _ when !IsWhole => null,
            Match.OtherName when !isByUsername => (1, Unpack(wanted)),
            Match.SeveralByOtherName when !isByUsername => (2, null),
            _ => (0, null),
        };
    }

    private CognitoUser Unpack(Wanted wanted) => _users.Unpack(wanted.User!, wanted.Name) with { ListedAt = _listedAt };

    private void AddOne(string name)
    {
        ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_latest, name, out var exists);
        for (var place = exists ? latest : -1; place >= 0; place = _names[place].Before)
        {
            if (_names[place].Name == name)
            {
                return;
            }
        }

        _names.Add(new Wanted { Name = name, Before = exists ? latest : -1 });
        latest = _names.Count - 1;
    }

    private void TakeBy(string attribute, string? value, CognitoUser user)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        for (var place = LatestOf(value); place >= 0; place = _names[place].Before)
        {
            ref var wanted = ref At(place);
            if (wanted.Match is Match.Username or Match.SeveralByOtherName
                || UserNaming.OtherAttribute(wanted.Name) != attribute
                || (attribute == UserNaming.Sub && wanted.Name != value))
            {
                continue;
            }

            // A listing that is read a second time shows the same user again.
            if (wanted.Match == Match.OtherName && Unpack(wanted).Username != user.Username)
            {
                (wanted.Match, wanted.User) = (Match.SeveralByOtherName, null);
            }
            else
            {
                (wanted.Match, wanted.User) = (Match.OtherName, _users.Pack(user, wanted.Name));
            }
        }
    }

    private int LatestOf(string name) => _latest.GetValueOrDefault(name, -1);

    private ref Wanted At(int place) => ref CollectionsMarshal.AsSpan(_names)[place];

    private struct Wanted
    {
        public required string Name { get; init; }

        /// <summary>The index of another name that differs only in case; -1 if there is none.</summary>
        public required int Before { get; init; }

        public Match Match { get; set; }

        public byte[]? User { get; set; }
    }
}

/// <summary>
/// The attributes by which ListUsers finds the user that a name refers to.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api"/>
/// </summary>
internal static class UserNaming
{
    public const string Username = "username";
    public const string Sub = "sub";
    public const string Email = "email";
    public const string PhoneNumber = "phone_number";
    public const string PreferredUsername = "preferred_username";

    /// <summary>The username as a case-insensitive pool stores it; null if that is the same.</summary>
    public static string? InLowerCase(string name) => name.Any(char.IsUpper) ? name.ToLowerInvariant() : null;

    /// <summary>The attribute that a name may be a value of if it is not a username.</summary>
    public static string OtherAttribute(string name) =>
        Guid.TryParse(name, out _) ? Sub
        : name.Contains('@', StringComparison.Ordinal) ? Email
        : name.StartsWith('+') ? PhoneNumber
        : PreferredUsername;

    /// <summary>Whether a name may belong to a user with another username: an alias, a <c>sub</c>, or a username in another case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="pool">The pool's settings; null when they cannot be read.</param>
    public static bool MayBeAlias(string name, UserPool? pool) =>
        pool is not { CaseSensitive: true, UsernameAttributes: { } usernames, AliasAttributes: { } aliases }
        || OtherAttribute(name) is var other && (other == Sub || usernames.Contains(other) || aliases.Contains(other))
        || FormulaText.Unescape(name) is not null;

    /// <summary>Whether a name is the user's own username, perhaps in another case or escaped for spreadsheets.</summary>
    /// <param name="name">The name.</param>
    /// <param name="user">The user.</param>
    public static bool IsUsername(string name, CognitoUser user) =>
        name.Equals(user.Username, StringComparison.OrdinalIgnoreCase) || FormulaText.Unescape(name)?.Equals(user.Username, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// Why AdminGetUser does not find a user by the value of an attribute, after the words "has it as their"; null if it does, or if that is not known.
    /// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases"/>
    /// </summary>
    /// <param name="name">The value.</param>
    /// <param name="user">The user who has it.</param>
    /// <param name="pool">The pool's settings; null when they cannot be read.</param>
    public static string? WhyNoName(string name, CognitoUser user, UserPool? pool)
    {
        var attribute = OtherAttribute(FormulaText.Unescape(name) ?? name);
        if (attribute == Sub || pool is not { UsernameAttributes: { } usernames, AliasAttributes: { } aliases })
        {
            return null;
        }

        var isVerified = attribute switch
        {
            Email => user.HasVerifiedEmail,
            PhoneNumber => user.HasVerifiedPhone,
            _ => true,
        };
        return user.UserStatus == "EXTERNAL_PROVIDER" ? $"{attribute}, but a federated user is found only by username"
            : usernames.Contains(attribute) ? null
            : !aliases.Contains(attribute) ? $"{attribute}, which does not name users in this pool"
            : isVerified == false ? $"{attribute}, but it is not verified, so it does not name them"
            : null;
    }

    /// <summary>
    /// Whether a user has a name: as username, <c>sub</c>, e-mail address, phone number or preferred username, or as the username of the profile of
    /// one of their identities.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="user">The user as read.</param>
    /// <param name="comparison">Whether case matters.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public static bool IsCalled(string name, CognitoUser user, StringComparison comparison) =>
        ((string?[])[user.Username, user.Sub, user.Email, user.PhoneNumber, user.PreferredUsername]).Any(other => name.Equals(other, comparison))
        || IdentitiesReader.Read(user).Any(entry => name.Equals($"{entry.ProviderName}_{entry.UserId}", StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a row says about its user, which may have changed since.</summary>
/// <param name="UserStatus">The status; null if the row does not say.</param>
/// <param name="SignInAfterUnlink">The sign-in that would remain without the row's identity; null if the row does not say.</param>
public sealed record UserAsSaid(string? UserStatus, SignInAfterUnlink? SignInAfterUnlink)
{
    /// <summary>Describes the user's status in the pool if it differs from the row's; null if it does not.</summary>
    /// <param name="user">The user as the pool shows it.</param>
    public string? StatusSince(CognitoUser user) =>
        UserStatus is not null && user.UserStatus is not null && !string.Equals(UserStatus, user.UserStatus, StringComparison.OrdinalIgnoreCase)
            ? $"The row says {UserStatus}; the pool says {user.UserStatus}."
            : null;
}
