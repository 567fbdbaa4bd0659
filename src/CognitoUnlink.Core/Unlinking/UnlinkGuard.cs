using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>Ownership and lock-out: the request names no user, so these are all that keeps it from hitting the wrong one.</summary>
public static class UnlinkGuard
{
    /// <summary>Judges one item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">Its user as just read; null when the item names none.</param>
    /// <param name="allowLockout">Whether a user may be left without any sign-in.</param>
    /// <param name="gone">Identities of the user that count as unlinked already, for a rehearsal; may be empty.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>.</exception>
    public static UnlinkJudgement Judge(UnlinkItem item, CognitoUser? user, bool allowLockout, IReadOnlyCollection<ProviderUser> gone)
    {
        if (user is null)
        {
            return new UnlinkJudgement(null, SignInAfterUnlink.Unknown, item.ProviderType);
        }

        var identities = IdentitiesReader.Read(user)
            .Where(entry => !gone.Any(other => entry.Is(other.ProviderName, other.ProviderAttributeValue)))
            .ToList();
        if (item.IsNative)
        {
            return Lockout(item, user, SignInRule.AfterNativeDeactivation(identities.Count), item.ProviderType, allowLockout);
        }

        var owned = identities.FirstOrDefault(entry => entry.Is(item.Target.ProviderName, item.Target.ProviderAttributeValue));
        if (owned is null)
        {
            return NotThere(item, user, identities);
        }

        return Lockout(item, user, SignInRule.AfterUnlink(user.UserStatus, identities.Count - 1), owned.ProviderType ?? item.ProviderType, allowLockout);
    }

    private static UnlinkJudgement NotThere(UnlinkItem item, CognitoUser user, List<IdentityEntry> identities)
    {
        var signIn = SignInRule.AfterUnlink(user.UserStatus, identities.Count);
        if (item.WasSeenLinked)
        {
            return new UnlinkJudgement(UnlinkOutcome.AlreadyUnlinked, signIn, item.ProviderType, "The user no longer has this identity.");
        }

        var has = identities.Count == 0 ? "The user has no external identity."
            : $"The user has: {string.Join(", ", identities.Select(entry => $"{entry.ProviderName} '{entry.UserId}'"))}.";
        var error = new UnlinkException(
            ErrorId.IdentityNotOwned,
            $"Nothing was sent: {item.Target.ProviderName} '{item.Target.ProviderAttributeValue}' is not an identity of user '{user.Username}'. {has} Subjects are case-sensitive.");
        return new UnlinkJudgement(UnlinkOutcome.Failed, signIn, item.ProviderType, error.Message, error);
    }

    private static UnlinkJudgement Lockout(UnlinkItem item, CognitoUser user, SignInAfterUnlink signIn, string? providerType, bool allowLockout)
    {
        if (signIn != SignInAfterUnlink.None || allowLockout)
        {
            return new UnlinkJudgement(null, signIn, providerType);
        }

        var what = item.IsNative ? "the password sign-in" : $"{item.Target.ProviderName} '{item.Target.ProviderAttributeValue}'";
        var error = new UnlinkException(
            ErrorId.WouldLockOut,
            $"Nothing was sent: without {what}, user '{user.Username}' ({user.UserStatus}) could not sign in any more. Give the user another sign-in first, or allow it with -AllowLockout (--allow-lockout).");
        return new UnlinkJudgement(UnlinkOutcome.Skipped, signIn, providerType, error.Message, error);
    }
}
