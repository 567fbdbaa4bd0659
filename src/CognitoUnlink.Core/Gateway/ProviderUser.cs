namespace CognitoUnlink.Gateway;

/// <summary>
/// An identity as Cognito's requests name it.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ProviderUserIdentifierType.html"/>
/// </summary>
/// <param name="ProviderName">The provider's exact name; <c>Cognito</c> for a native user.</param>
/// <param name="ProviderAttributeName"><c>Cognito_Subject</c>, or the attribute that the link was made with.</param>
/// <param name="ProviderAttributeValue">The subject, NameID, username or attribute value, exact in case.</param>
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
