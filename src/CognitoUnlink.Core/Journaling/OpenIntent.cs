using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Journaling;

/// <summary>
/// Settles an intent that has no outcome by a read. Whether it was to unlink or to link follows from the identities that it
/// holds: only what a user has is unlinked, only what a user does not have is linked.
/// </summary>
internal static class OpenIntent
{
    public static async Task<(JournalEvent Outcome, string Reason, string? ErrorId)> OutcomeAsync(JournalRecord intent, UserReader users, CancellationToken cancellationToken)
    {
        if (intent.Username is null || intent.ProviderName == ProviderUser.CognitoProvider)
        {
            return (JournalEvent.Failed, "The run ended before the answer, and no read can tell whether the request took effect.", null);
        }

        try
        {
            var user = await users.GetUserAsync(intent.UserPoolId!, intent.Username, cancellationToken).ConfigureAwait(false);
            if (intent.Sub is not null && user.Sub is not null && intent.Sub != user.Sub)
            {
                return (JournalEvent.Failed, "The run ended before the answer, and the user is gone: the one of that name is another (its sub differs).", ErrorId.OtherUser);
            }

            return (IsToUnlink(intent), IsLinked(intent, user)) switch
            {
                (true, true) => (JournalEvent.Failed, "The run ended before the answer; the user still has the identity.", null),
                (true, false) => (JournalEvent.Unlinked, "The run ended before the answer; a read shows that the identity is gone.", null),
                (false, true) => (JournalEvent.Linked, "The run ended before the answer; a read shows that the identity is linked.", null),
                (false, false) => (JournalEvent.Failed, "The run ended before the answer; the user does not have the identity.", null),
            };
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound)
        {
            return (JournalEvent.Failed, "The run ended before the answer, and the user is gone.", problem.Kind.ToString());
        }
    }

    /// <summary>Whether the user had the identity when the intent was written.</summary>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public static bool IsToUnlink(JournalRecord intent) =>
        intent.Username is not null && IsLinked(intent, new CognitoUser { Username = intent.Username, Identities = intent.Identities });

    private static bool IsLinked(JournalRecord intent, CognitoUser user) =>
        IdentitiesReader.Has(user, intent.ProviderName!, intent.ProviderAttributeValue!);
}
