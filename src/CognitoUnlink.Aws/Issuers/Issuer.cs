namespace CognitoUnlink.Aws.Issuers;

/// <summary>
/// A service that gives temporary keys or tokens, and what it is called where endpoints are named.
/// <see href="https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html"/>
/// </summary>
/// <param name="Host">The beginning of its host names.</param>
/// <param name="Variable">The environment variable with its endpoint.</param>
/// <param name="Section">Its name in a <c>services</c> section.</param>
internal sealed record Issuer(string Host, string Variable, string Section)
{
    /// <summary>The Security Token Service.</summary>
    public static readonly Issuer Sts = new("sts", "AWS_ENDPOINT_URL_STS", "sts");

    /// <summary>The portal of IAM Identity Center.</summary>
    public static readonly Issuer Sso = new("portal.sso", "AWS_ENDPOINT_URL_SSO", "sso");

    /// <summary>What gives IAM Identity Center's tokens.</summary>
    public static readonly Issuer Oidc = new("oidc", "AWS_ENDPOINT_URL_SSO_OIDC", "sso_oidc");
}
