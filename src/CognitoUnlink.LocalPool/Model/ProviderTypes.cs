namespace CognitoUnlink.LocalPool.Model;

internal static class ProviderTypes
{
    public const string Native = "Cognito";
    public const string Saml = "SAML";
    public const string Oidc = "OIDC";

    public static readonly string[] Social = ["Facebook", "Google", "LoginWithAmazon", "SignInWithApple"];

    public static readonly string[] All = [Saml, .. Social, Oidc];

    public static bool IsSocial(string type) => Social.Contains(type);
}
