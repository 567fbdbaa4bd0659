using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>What an identity must be that was given by provider and subject rather than read from its user.</summary>
/// <param name="users">Reads the pool's providers.</param>
public sealed class GivenIdentityRule(UserReader users)
{
    /// <summary>Refuses the password sign-in where providers are named.</summary>
    /// <param name="providerNames">Names and patterns.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.NativeNotAsked"/>.</exception>
    public static void CheckProviders(IEnumerable<string> providerNames)
    {
        if (providerNames.Contains(ProviderUser.CognitoProvider, StringComparer.OrdinalIgnoreCase))
        {
            throw new UnlinkException(ErrorId.NativeNotAsked, $"'{ProviderUser.CognitoProvider}' is the password sign-in, not an external one.");
        }
    }

    /// <summary>Refuses the password sign-in and, where no user is named, what the service could not know.</summary>
    /// <param name="item">The identity.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.NativeNotAsked"/>, <see cref="ErrorId.SubjectHasProviderPrefix"/>, <see cref="ErrorId.ProviderNotFound"/>.
    /// </exception>
    /// <exception cref="CognitoException">The providers cannot be read.</exception>
    public async Task CheckAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        if (item.IsNative)
        {
            throw NativeNotAsked();
        }

        // With a user, ownership settles both; without one only these rules stand between a typing error and the service.
        if (item.Username is not null)
        {
            return;
        }

        SubjectRule.Check(item.Target.ProviderName, item.Target.ProviderAttributeValue);
        var names = await users.ProviderNamesAsync(item.UserPoolId, cancellationToken).ConfigureAwait(false);
        if (names?.Contains(item.Target.ProviderName, StringComparer.Ordinal) == false)
        {
            throw ProviderFilter.Unknown(item.UserPoolId, item.Target.ProviderName, names);
        }
    }

    /// <summary>The refusal of the password sign-in where an external one is wanted.</summary>
    public static UnlinkException NativeNotAsked() =>
        new(ErrorId.NativeNotAsked, $"'{ProviderUser.CognitoProvider}' is the password sign-in, not an external one.");
}
