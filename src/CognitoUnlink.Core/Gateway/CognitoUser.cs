using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Gateway;

/// <summary>A user as ListUsers and AdminGetUser show it, reduced to what unlinking needs.</summary>
public sealed record CognitoUser
{
    /// <summary>The username.</summary>
    public required string Username { get; init; }

    /// <summary>The attribute <c>sub</c>.</summary>
    public string? Sub { get; init; }

    /// <summary>For instance CONFIRMED, FORCE_CHANGE_PASSWORD or EXTERNAL_PROVIDER.</summary>
    public string? UserStatus { get; init; }

    /// <summary>False if an administrator disabled the user; null if not specified.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The attribute <c>identities</c> verbatim: a JSON array as text, or null when the user has none.</summary>
    public string? Identities
    {
        get;
        init => (field, Entries) = (value, null);
    }

    /// <summary>Whether a code can be sent to a verified e-mail address; null if the attributes are not known.</summary>
    public bool? HasVerifiedEmail { get; init; }

    /// <summary>Whether a code can be sent to a verified phone number; null if the attributes are not known.</summary>
    public bool? HasVerifiedPhone { get; init; }

    /// <summary>Whether the user's second factor is a code by e-mail; null for a listed user, since a listing does not show it.</summary>
    public bool? HasEmailMfa { get; init; }

    /// <summary>Whether the user's second factor is a code by SMS; null for a listed user.</summary>
    public bool? HasSmsMfa { get; init; }

    /// <summary>The e-mail address, verified or not: like the two below, it may name a user in rows. Not part of equality.</summary>
    public string? Email { get; init; }

    /// <summary>The phone number, verified or not.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The preferred username.</summary>
    public string? PreferredUsername { get; init; }

    /// <summary>When the user was listed, UTC; null for a user who was read alone.</summary>
    public DateTime? ListedAt { get; init; }

    /// <summary>The entries of <see cref="Identities"/>, cached when read: a change looks at them several times. Copies with the same text have them too.</summary>
    internal IReadOnlyList<object>? Entries { get; set; }

    /// <summary>Drops the other names, which are not needed once the user is found.</summary>
    internal CognitoUser WithoutOtherNames() =>
        (Email ?? PhoneNumber ?? PreferredUsername) is null ? this : this with { Email = null, PhoneNumber = null, PreferredUsername = null, Entries = null };

    /// <summary>Whether both have the same data, regardless of when they were listed.</summary>
    /// <param name="other">The other user.</param>
    public bool Equals(CognitoUser? other) =>
        other is not null && (Username, Sub, UserStatus, Enabled, Identities, HasVerifiedEmail, HasVerifiedPhone)
            == (other.Username, other.Sub, other.UserStatus, other.Enabled, other.Identities, other.HasVerifiedEmail, other.HasVerifiedPhone);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Username, Sub);
}

/// <summary>The factors that a user can sign in with at the pool itself.</summary>
/// <param name="Username">The username.</param>
/// <param name="Factors">For instance PASSWORD, EMAIL_OTP, SMS_OTP or WEB_AUTHN.</param>
public sealed record AuthFactors(string Username, IReadOnlyList<string> Factors)
{
    private static readonly string[] s_otherThanPassword = ["WEB_AUTHN", "EMAIL_OTP", "SMS_OTP"];

    /// <summary>Whether one is a passkey or a one-time code.</summary>
    public bool HasOtherThanPassword => Factors.Any(s_otherThanPassword.Contains);
}

/// <summary>
/// The form of a username, checked here because the service's error shows only a regular expression.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html"/>
/// </summary>
public static class UsernameRule
{
    private const int Longest = 128;

    /// <summary>Refuses a name that no user can have.</summary>
    /// <param name="username">The name, or an alias.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUsername"/>.</exception>
    public static void Check(string username)
    {
        var why = username.Length > Longest ? $"is {username.Length} characters long"
            : username.Length > 0 && char.IsWhiteSpace(username[0]) ? "begins with white space"
            : username.Length > 0 && char.IsWhiteSpace(username[^1]) ? "ends with white space"
            : username.Any(char.IsWhiteSpace) ? "contains white space"
            : null;
        if (why is not null)
        {
            var shown = Printable.Of(username.Length > Longest ? username[..Longest] + "…" : username);
            throw new UnlinkException(ErrorId.InvalidUsername, $"Nothing was sent: the username '{shown}' {why}.");
        }
    }
}
