using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>Checks whether a user still has an identity. Entries are counted, since two links may show the same provider and value.</summary>
/// <param name="users">Reads the user again.</param>
/// <param name="item">The identity.</param>
/// <param name="before">The user before the request.</param>
internal sealed class LinkCheck(UserReader users, UnlinkItem item, CognitoUser before)
{
    private readonly int _before = Count(item, before);

    /// <summary>The user as last read after the request; null if not read yet.</summary>
    public CognitoUser? After { get; private set; }

    /// <summary>Whether the user shows the identity.</summary>
    public bool IsLinked(CognitoUser user) => Count(item, user) >= _before;

    /// <summary>Reads the user.</summary>
    public async Task<CognitoUser> ReadAsync(CancellationToken cancellationToken) =>
        After = await users.GetUserAsync(item.UserPoolId, before.Username, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Whether a failure leaves open what was done, so that only a read can tell. The service reports errors even for changes that it made; requests
    /// that it throttled or did not admit were not carried out.
    /// </summary>
    /// <param name="failure">How the change failed.</param>
    public static bool Decides(CognitoException failure) => failure.MayHaveBeenCarriedOut || failure.Kind is CognitoErrorKind.InvalidParameter
        or CognitoErrorKind.NotAuthorized or CognitoErrorKind.UserNotFound or CognitoErrorKind.ResourceNotFound or CognitoErrorKind.AliasExists
        or CognitoErrorKind.LimitExceeded or CognitoErrorKind.UnexpectedResponse or CognitoErrorKind.Unknown;

    /// <summary>Whether a failed change was made anyway.</summary>
    /// <param name="failure">How the change failed.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="UncertainException">The user cannot be read.</exception>
    public async Task<bool> WasCarriedOutAsync(CognitoException failure, CancellationToken cancellationToken)
    {
        try
        {
            return !IsLinked(await ReadAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (CognitoUnlinkException problem) when (problem is UnlinkException || failure.MayHaveBeenCarriedOut || !NotLinked.IsSaidBy(failure))
        {
            throw UncertainException.After(failure, problem);
        }
    }

    private static int Count(UnlinkItem item, CognitoUser user) =>
        IdentitiesReader.Read(user).Count(entry => entry.Is(item.Target.ProviderName, item.Target.ProviderAttributeValue));
}

/// <summary>
/// The service's answer that nothing is linked by that provider and subject. Its code is that of any bad parameter, so
/// the text decides: "Account isn't linked to anyone else, verify that the account has been linked".
/// <see href="https://github.com/aws/aws-sdk-go/issues/4218"/>
/// </summary>
internal static class NotLinked
{
    public static bool IsSaidBy(CognitoException problem) =>
        problem.Kind == CognitoErrorKind.InvalidParameter && problem.Message.Contains("isn't linked", StringComparison.OrdinalIgnoreCase);

    public static UnlinkException Error(UnlinkItem item, CognitoException problem) => new(
        ErrorId.IdentityNotLinked,
        $"{item.Target.ProviderName} '{item.Target.ProviderAttributeValue}' is not linked by '{item.Target.ProviderAttributeName}'. The service said: {problem.Message}",
        problem);
}
