using CognitoUnlink.Errors;

namespace CognitoUnlink.Linking;

/// <summary>The service's answers that say why a link cannot be made. Most have the code of any bad parameter, so the text decides.</summary>
internal static class LinkRefusal
{
    /// <summary>Why it cannot be linked as things are; null when the answer does not say so.</summary>
    public static string? Reason(LinkItem item, CognitoException problem) => problem.Kind switch
    {
        // https://github.com/aws/aws-sdk-net/issues/1000
        CognitoErrorKind.InvalidParameter when Says(problem, "Merging is not") =>
            "The person has signed in again or has a profile of their own; delete that profile first, and the link can be made.",

        // The text is the same whichever user it is, and a read showed that it is not this one.
        CognitoErrorKind.InvalidParameter when Says(problem, "already linked") =>
            "The identity is linked to another user.",

        // https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
        CognitoErrorKind.LimitExceeded => "The user has as many identities as there can be, five.",
        CognitoErrorKind.ResourceNotFound => $"The user pool has no identity provider '{item.Source.ProviderName}' any more.",
        CognitoErrorKind.UserNotFound => UserGone,
        _ => null,
    };

    public const string UserGone = "The user does not exist any more.";

    private static bool Says(CognitoException problem, string text) => problem.Message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
