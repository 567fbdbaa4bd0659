using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Linking;

/// <summary>What the user as just read says about a link.</summary>
public static class LinkGuard
{
    /// <summary>Judges one item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">Its user as just read.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public static LinkJudgement Judge(LinkItem item, CognitoUser user)
    {
        if (item.Source.ProviderName == ProviderUser.CognitoProvider)
        {
            return NotPossible("It is the password sign-in, which no link brings back.");
        }

        if (item.SeenOnSub is not null && user.Sub is not null && item.SeenOnSub != user.Sub)
        {
            return NotPossible("The user who had it is gone; the one of that name is another (its sub differs).");
        }

        if (IsLinked(item, user))
        {
            return new LinkJudgement(LinkOutcome.AlreadyLinked, "The user has this identity already.", null);
        }

        return Destination(user) is { } destination
            ? new LinkJudgement(null, null, destination)
            : NotPossible("The user is a federated one whose own identity is gone, and only by that could the request name it.");
    }

    /// <summary>Whether the user shows the identity.</summary>
    internal static bool IsLinked(LinkItem item, CognitoUser user) =>
        IdentitiesReader.Has(user, item.Source.ProviderName, item.Source.ProviderAttributeValue);

    // Native users are named by username, federated ones by their own provider and subject.
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
    internal static ProviderUser? Destination(CognitoUser user)
    {
        if (user.UserStatus != "EXTERNAL_PROVIDER")
        {
            return ProviderUser.Native(user.Username);
        }

        var own = IdentitiesReader.Read(user).FirstOrDefault(entry => entry.Primary == true);
        return own is null ? null : new ProviderUser(own.ProviderName, ProviderUser.CognitoSubject, own.UserId);
    }

    private static LinkJudgement NotPossible(string reason) => new(LinkOutcome.NotPossible, reason, null);
}
