using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>What a user pool says about ways to sign in; read once in a run.</summary>
/// <param name="Pool">Its settings; null when they cannot be read.</param>
/// <param name="ProviderNames">The exact names of its identity providers; null when they cannot be listed.</param>
public sealed record SignInSettings(UserPool? Pool, IReadOnlyList<string>? ProviderNames)
{
    /// <summary>A pool about which nothing is known.</summary>
    public static SignInSettings Unknown { get; } = new(null, null);

    /// <summary>Whether somebody can sign in by a provider: not by one that was deleted.</summary>
    /// <param name="providerName">The provider's exact name.</param>
    public bool CanSignInBy(string providerName) => ProviderNames?.Contains(providerName, StringComparer.Ordinal) != false;
}
