namespace CognitoUnlink.Gateway;

/// <summary>The social identity providers, by the names that the service gives them.</summary>
public enum SocialProvider
{
    /// <summary>Facebook.</summary>
    Facebook,

    /// <summary>Google.</summary>
    Google,

    /// <summary>Login with Amazon.</summary>
    LoginWithAmazon,

    /// <summary>Sign in with Apple.</summary>
    SignInWithApple,
}

/// <summary>What people call the social identity providers.</summary>
public static class SocialProviders
{
    /// <summary>Whether a provider's type is one of them. Their subjects never change, and links are made by subject only.</summary>
    /// <param name="providerType">The type; null when not known.</param>
    public static bool IsType(string? providerType) => Enum.TryParse<SocialProvider>(providerType, out _);

    /// <summary>The service's name; null when it is none of them.</summary>
    /// <param name="name">The name in any case; of Apple and Amazon the company alone will do.</param>
    public static string? NameOf(string name) => name.ToUpperInvariant() switch
    {
        "APPLE" => nameof(SocialProvider.SignInWithApple),
        "AMAZON" => nameof(SocialProvider.LoginWithAmazon),
        _ => Enum.GetNames<SocialProvider>().FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)),
    };
}
