using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>Whether a user still has an identity. Entries are counted, since two links may show the same provider and value.</summary>
/// <param name="users">Reads the user again.</param>
/// <param name="item">The identity.</param>
/// <param name="before">The user before the request.</param>
internal sealed class LinkCheck(UserReader users, UnlinkItem item, CognitoUser before)
{
    private readonly int _before = Count(item, before);

    /// <summary>The user before the request.</summary>
    public CognitoUser Before => before;

    public async Task<bool> IsStillLinkedAsync(CancellationToken cancellationToken) =>
        Count(item, await users.GetUserAsync(item.UserPoolId, before.Username, cancellationToken).ConfigureAwait(false)) >= _before;

    /// <summary>Whether an attempt of a call that failed had done it all the same.</summary>
    /// <param name="failure">How the call failed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UncertainException">The user cannot be read.</exception>
    public async Task<bool> WasCarriedOutAsync(CognitoException failure, CancellationToken cancellationToken)
    {
        try
        {
            return failure.MayHaveBeenCarriedOut && !await IsStillLinkedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem)
        {
            throw new UncertainException(problem.Saying($"The service answered '{failure.Message}', but whether the identity is unlinked is not known, since the user could not be read back: {problem.Message}"));
        }
    }

    private static int Count(UnlinkItem item, CognitoUser user) =>
        IdentitiesReader.Read(user).Count(entry => entry.Is(item.Target.ProviderName, item.Target.ProviderAttributeValue));
}
