using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

/// <summary>
/// An identity as Cognito's requests name it.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ProviderUserIdentifierType.html"/>
/// </summary>
/// <param name="ProviderName">The provider's exact name; <c>Cognito</c> for a native user.</param>
/// <param name="ProviderAttributeName"><c>Cognito_Subject</c>, or the attribute that the link was made with.</param>
/// <param name="ProviderAttributeValue">The subject, NameID, username or attribute value, case-sensitive.</param>
public sealed record ProviderUser(string ProviderName, string ProviderAttributeName, string ProviderAttributeValue)
{
    /// <summary>The provider name of native users.</summary>
    public const string CognitoProvider = "Cognito";

    /// <summary>The attribute name that stands for the subject, NameID or username.</summary>
    public const string CognitoSubject = "Cognito_Subject";

    /// <summary>Names a native user.</summary>
    /// <param name="username">The username.</param>
    public static ProviderUser Native(string username) => new(CognitoProvider, CognitoSubject, username);
}

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

/// <summary>Common names of the social identity providers.</summary>
public static class SocialProviders
{
    /// <summary>Whether a provider's type is one of them. Their subjects never change, and links are made by subject only.</summary>
    /// <param name="providerType">The type; null when not known.</param>
    public static bool IsType(string? providerType) => Enum.TryParse<SocialProvider>(providerType, out _);

    /// <summary>The service's name; null when it is none of them.</summary>
    /// <param name="name">The name in any case; for Apple and Amazon, the company name is enough.</param>
    public static string? NameOf(string name) => name.ToUpperInvariant() switch
    {
        "APPLE" => nameof(SocialProvider.SignInWithApple),
        "AMAZON" => nameof(SocialProvider.LoginWithAmazon),
        _ => Enum.GetNames<SocialProvider>().FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)),
    };
}

/// <summary>
/// A federated username is the provider's name, an underscore and the subject; the service expects only the subject.
/// <see href="https://github.com/aws/aws-sdk-go/issues/4218"/>
/// </summary>
public static class SubjectRule
{
    /// <summary>Refuses a subject that starts with its provider's name.</summary>
    /// <param name="providerName">The provider.</param>
    /// <param name="subject">The subject.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.SubjectHasProviderPrefix"/>.</exception>
    public static void Check(string providerName, string subject)
    {
        var prefix = providerName + "_";
        if (subject.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new UnlinkException(
                ErrorId.SubjectHasProviderPrefix,
                $"Nothing was sent: '{subject}' looks like a federated username. The prefix '{subject[..prefix.Length]}' is not part of the subject.");
        }
    }
}
