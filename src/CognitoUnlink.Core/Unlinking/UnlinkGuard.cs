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
            var native = new UnlinkJudgement(null, SignInRule.AfterNativeDeactivation(identities.Count), item.ProviderType);
            return native.SignInAfterUnlink == SignInAfterUnlink.None && !allowLockout ? WouldLockOut(item, user, native) : native;
        }

        var owned = identities.FirstOrDefault(entry => entry.Is(item.Target.ProviderName, item.Target.ProviderAttributeValue));
        if (owned is null)
        {
            return NotThere(item, user, identities);
        }

        var judgement = new UnlinkJudgement(null, SignInRule.AfterUnlink(user.UserStatus, identities.Count - 1), owned.ProviderType ?? item.ProviderType)
        {
            IsOwnIdentity = owned.Primary == true,
        };
        return allowLockout ? judgement
            : judgement.SignInAfterUnlink == SignInAfterUnlink.None ? WouldLockOut(item, user, judgement)
            : judgement.IsOwnIdentity ? OwnIdentity(item, user, judgement)
            : judgement;
    }

    private static UnlinkJudgement NotThere(UnlinkItem item, CognitoUser user, List<IdentityEntry> identities)
    {
        var judgement = new UnlinkJudgement(null, SignInRule.AfterUnlink(user.UserStatus, identities.Count), item.ProviderType);
        if (item.SeenOnSub is not null && item.SeenOnSub == user.Sub)
        {
            return judgement with { Outcome = UnlinkOutcome.AlreadyUnlinked, Reason = "The user no longer has this identity." };
        }

        var has = identities.Count == 0 ? "no external identity" : string.Join(", ", identities.Select(entry => $"{entry.ProviderName} '{entry.UserId}'"));
        return Refuse(judgement, UnlinkOutcome.Failed, new UnlinkException(
            ErrorId.IdentityNotOwned,
            $"Not unlinked: {Name(item)} is not an identity of user '{user.Username}', who has {has}. Nothing was sent."));
    }

    private static UnlinkJudgement WouldLockOut(UnlinkItem item, CognitoUser user, UnlinkJudgement judgement) =>
        Refuse(judgement, UnlinkOutcome.Skipped, new UnlinkException(
            ErrorId.WouldLockOut,
            $"Not unlinked: {Name(item)} is the only way user '{user.Username}' can sign in (status {user.UserStatus}). Nothing was sent."));

    // What the service does with a profile's own identity is not documented; the one answer reported is "isn't linked".
    private static UnlinkJudgement OwnIdentity(UnlinkItem item, CognitoUser user, UnlinkJudgement judgement) =>
        Refuse(judgement, UnlinkOutcome.Skipped, new UnlinkException(
            ErrorId.OwnIdentity,
            $"Not unlinked: {Name(item)} is the federated user '{user.Username}' itself, not a link to another user. Nothing was sent."));

    private static UnlinkJudgement Refuse(UnlinkJudgement judgement, UnlinkOutcome outcome, UnlinkException error) =>
        judgement with { Outcome = outcome, Reason = error.Message, Error = error };

    private static string Name(UnlinkItem item) =>
        item.IsNative ? "the password sign-in" : $"{item.Target.ProviderName} '{item.Target.ProviderAttributeValue}'";
}
