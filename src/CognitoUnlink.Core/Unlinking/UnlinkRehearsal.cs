using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// Says what a run would do, without sending anything. Identities judged earlier count as gone, as they would in the run. One
/// item at a time, in the order of input; about 40 bytes per item.
/// </summary>
/// <param name="options">How the run would unlink.</param>
public sealed class UnlinkRehearsal(UnlinkOptions options)
{
    private readonly HashSet<JournalItemKey> _gone = [];

    /// <summary>Judges an item.</summary>
    /// <param name="item">The item, with its user as read.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public UnlinkJudgement Judge(UnlinkItem item)
    {
        var judgement = JudgeOnly(item);
        if (judgement.Outcome is null && item.ListedUser is { } user)
        {
            _gone.Add(Key(item, user, item.Target));
        }

        return judgement;
    }

    /// <summary>Whether the judgement depends on a passkey or a one-time code of the user.</summary>
    /// <param name="item">The item, with its user as read.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public bool NeedsFactors(UnlinkItem item) => options.CheckFactors && JudgeOnly(item).NeedsFactors;

    /// <summary>Reverts that an identity counts as gone.</summary>
    /// <param name="item">A judged item that is to be kept.</param>
    public void Keep(UnlinkItem item)
    {
        if (item.ListedUser is { } user)
        {
            _gone.Remove(Key(item, user, item.Target));
        }
    }

    private UnlinkJudgement JudgeOnly(UnlinkItem item)
    {
        if (item.ListedUser is not { } user)
        {
            return UnlinkGuard.Judge(item, null, options, SignInSettings.Unknown, []);
        }

        List<ProviderUser> gone = [];
        if (_gone.Count > 0)
        {
            gone.AddRange(IdentitiesReader.Read(user)
                .Select(entry => new ProviderUser(entry.ProviderName, ProviderUser.CognitoSubject, entry.UserId))
                .Append(ProviderUser.Native(user.Username))
                .Where(identity => _gone.Contains(Key(item, user, identity))));
        }

        return UnlinkGuard.Judge(item, user, options, item.Settings ?? SignInSettings.Unknown, gone);
    }

    private static JournalItemKey Key(UnlinkItem item, CognitoUser user, ProviderUser identity) =>
        JournalItemKey.Of(new JournalItem(item.UserPoolId, user.Username, identity.ProviderName, identity.ProviderAttributeValue));
}
