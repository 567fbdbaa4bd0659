using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Linking;

/// <summary>Judges a link by the user as just read.</summary>
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
            return NotPossible("This is the password sign-in. Linking cannot restore it.");
        }

        if (item.SeenOnSub is not null && user.Sub is not null && item.SeenOnSub != user.Sub)
        {
            return NotPossible("The user who had this identity no longer exists. Another user has that username now (a different sub).");
        }

        if (IsLinked(item, user))
        {
            return new LinkJudgement(LinkOutcome.AlreadyLinked, "The user already has this identity.", null);
        }

        return Destination(user) is { } destination
            ? new LinkJudgement(null, null, destination)
            : NotPossible("This is a federated user without their own identity, and the request can name a federated user only by that identity.");
    }

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

/// <summary>Recognizes answers of the service that say why a link is refused. Most share the code of any bad parameter, so the text decides.</summary>
internal static class LinkRefusal
{
    /// <summary>Why the link is refused; null if the answer does not say.</summary>
    public static string? Reason(LinkItem item, CognitoException problem) => problem.Kind switch
    {
        // https://github.com/aws/aws-sdk-net/issues/1000
        CognitoErrorKind.InvalidParameter when Says(problem, "Merging is not") =>
            "The person now has a separate federated user, for example because they signed in again. The identity can be linked only after that user is deleted, and its data is then lost.",

        // The text does not say who has the identity, but a read showed that this user does not.
        CognitoErrorKind.InvalidParameter when Says(problem, "already linked") =>
            "The identity is linked to another user.",

        // https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
        CognitoErrorKind.LimitExceeded => "The user already has five identities, the maximum.",
        CognitoErrorKind.ResourceNotFound => $"The user pool has no identity provider '{item.Source.ProviderName}'.",
        CognitoErrorKind.UserNotFound => UserGone,
        _ => null,
    };

    public const string UserGone = "The user no longer exists.";

    private static bool Says(CognitoException problem, string text) => problem.Message.Contains(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The judgement of one item before a request.</summary>
/// <param name="Outcome">Null if the request may be sent; otherwise how the item ends without one.</param>
/// <param name="Reason">Why it ends, if it does.</param>
/// <param name="Destination">How the request names the user; null if none is to be sent.</param>
public sealed record LinkJudgement(LinkOutcome? Outcome, string? Reason, ProviderUser? Destination);
