using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

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
