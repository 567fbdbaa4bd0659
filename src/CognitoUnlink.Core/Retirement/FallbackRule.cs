using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Retirement;

/// <summary>Decides who gets a password to reset: users that the unlink guard would refuse for lack of a way in, and who can reset it.</summary>
internal static class FallbackRule
{
    private static readonly UnlinkOptions s_strict = new();

    /// <summary>Judges one user. The outcome of a user who is to get one is <see cref="FallbackOutcome.WouldSetPassword"/>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">Its user.</param>
    /// <param name="settings">The pool's settings for ways to sign in.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>, <see cref="ErrorId.OtherUser"/>.</exception>
    public static FallbackReport Judge(FallbackItem item, CognitoUser user, SignInSettings settings)
    {
        if (item.SeenOnSub is not null && user.Sub is not null && item.SeenOnSub != user.Sub)
        {
            throw UnlinkGuard.OtherUser(item.SeenOnSub, user);
        }

        var recovery = RecoveryRule.Of(user, settings.Pool);
        var signIn = settings.SignInWith(user, IdentitiesReader.Read(user).Where(identity => !item.Goes(identity)), hasPassword: true);
        var result = item.ToResult() with { Username = user.Username, Sub = user.Sub, UserStatus = user.UserStatus, Recovery = recovery, SignInAfterUnlink = signIn };
        if (user.UserStatus == "EXTERNAL_PROVIDER")
        {
            return Refuse(result, ErrorId.FederatedProfile, $"user '{user.Username}' is a federated user, who can sign in only through the provider.");
        }

        if (signIn == SignInAfterUnlink.Unknown)
        {
            return Refuse(result, ErrorId.UnknownStatus, $"user '{user.Username}' has {(user.UserStatus is null ? "no status" : $"the status {user.UserStatus}")}, which does not show how they can sign in.");
        }

        if (!UnlinkGuard.IsWithoutWayIn(signIn, recovery, s_strict))
        {
            return new FallbackReport(
                result with { Outcome = FallbackOutcome.NotNeeded, Reason = signIn == SignInAfterUnlink.Federated ? "The user can still sign in with another identity." : "The user has a password, and can reset it." },
                null);
        }

        return recovery switch
        {
            Recovery.VerifiedEmail or Recovery.VerifiedPhone => new FallbackReport(result with { Outcome = FallbackOutcome.WouldSetPassword }, null),
            Recovery.Unknown => Refuse(result, ErrorId.NoVerifiedAddress, $"it is not known whether user '{user.Username}' could reset a password, because the pool's settings cannot be read."),
            _ => Refuse(result, ErrorId.NoVerifiedAddress, $"user '{user.Username}' could not reset it: they have no verified e-mail address or phone number that the pool sends codes to."),
        };
    }

    /// <summary>Whether a user has what a run leaves: a password, and a way to reset it.</summary>
    /// <param name="user">The user.</param>
    /// <param name="settings">The pool's settings for ways to sign in.</param>
    public static bool HasPasswordToReset(CognitoUser user, SignInSettings settings) =>
        settings.SignInWith(user, [], hasPassword: true) == SignInAfterUnlink.Password && RecoveryRule.Of(user, settings.Pool) is Recovery.VerifiedEmail or Recovery.VerifiedPhone;

    /// <summary>Refuses a pool where nobody can reset a password.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="settings">Its settings.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RecoveryByAdministratorsOnly"/>.</exception>
    public static void CheckPool(string userPoolId, SignInSettings settings)
    {
        if (RecoveryRule.IsForAdministratorsOnly(settings.Pool))
        {
            throw new UnlinkException(
                ErrorId.RecoveryByAdministratorsOnly,
                $"No password set: only administrators can reset a password in user pool {userPoolId} (admin_only), so no one could sign in with a password that no one knows. Nothing was sent.");
        }
    }

    private static FallbackReport Refuse(FallbackResult result, string errorId, string why)
    {
        var error = new UnlinkException(errorId, $"No password set: {why} Nothing was sent.");
        return new FallbackReport(result with { Outcome = FallbackOutcome.Skipped, Reason = error.Message }, error);
    }
}
