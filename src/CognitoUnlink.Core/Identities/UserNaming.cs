using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Identities;

/// <summary>
/// By which attributes ListUsers finds the user whom a name means.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api"/>
/// </summary>
internal static class UserNaming
{
    public const string Username = "username";
    public const string Sub = "sub";
    public const string Email = "email";
    public const string PhoneNumber = "phone_number";
    public const string PreferredUsername = "preferred_username";

    /// <summary>A username as a pool keeps it that does not tell cases apart; null when it is the same.</summary>
    /// <param name="name">The name.</param>
    public static string? InLowerCase(string name) => name.Any(char.IsUpper) ? name.ToLowerInvariant() : null;

    /// <summary>What a name may be where it is nobody's username.</summary>
    /// <param name="name">The name.</param>
    public static string OtherAttribute(string name) =>
        Guid.TryParse(name, out _) ? Sub
        : name.Contains('@', StringComparison.Ordinal) ? Email
        : name.StartsWith('+') ? PhoneNumber
        : PreferredUsername;

    /// <summary>Whether a name may be that of a user with another username: an alias, a <c>sub</c>, or a username in another case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="pool">The pool's settings; null when they cannot be read.</param>
    public static bool MayBeAlias(string name, UserPool? pool) =>
        pool is not { CaseSensitive: true, NamingAttributes: { } attributes }
        || OtherAttribute(name) is var other && (other == Sub || attributes.Contains(other))
        || FormulaText.Unescape(name) is not null;

    /// <summary>
    /// Whether a user is called so: by username, <c>sub</c>, e-mail address, phone number or preferred username, or by the username that the profile
    /// of one of their identities has.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="user">The user as read.</param>
    /// <param name="comparison">Whether case matters.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public static bool IsCalled(string name, CognitoUser user, StringComparison comparison) =>
        ((string?[])[user.Username, user.Sub, user.Email, user.PhoneNumber, user.PreferredUsername]).Any(other => name.Equals(other, comparison))
        || IdentitiesReader.Read(user).Any(entry => name.Equals($"{entry.ProviderName}_{entry.UserId}", StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a row says of its user, which may have changed since.</summary>
/// <param name="UserStatus">The status; null when the row does not say.</param>
/// <param name="SignInAfterUnlink">The sign-in that would remain without the row's identity; null when the row does not say.</param>
public sealed record UserAsSaid(string? UserStatus, SignInAfterUnlink? SignInAfterUnlink)
{
    /// <summary>What the pool says of the status, in words, where that is something else; null where it is not.</summary>
    /// <param name="user">The user as the pool shows it.</param>
    public string? StatusSince(CognitoUser user) =>
        UserStatus is not null && user.UserStatus is not null && !string.Equals(UserStatus, user.UserStatus, StringComparison.OrdinalIgnoreCase)
            ? $"The row says {UserStatus}; the pool says {user.UserStatus}."
            : null;
}
