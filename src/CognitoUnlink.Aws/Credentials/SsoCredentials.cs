using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The credentials of a profile that is signed in to with IAM Identity Center. The sign-in itself belongs to <c>aws sso login</c>.</summary>
internal sealed class SsoCredentials : AWSCredentials
{
    private readonly string _profile;
    private readonly AWSCredentials _credentials;

    public SsoCredentials(CredentialProfile profile, IWebProxy? proxy)
    {
        _profile = profile.Name;
        var said = profile.Options;
        _credentials = new SSOAWSCredentials(said.SsoAccountId, said.SsoRegion, said.SsoRoleName, said.SsoStartUrl, new SSOAWSCredentialsOptions
        {
            ClientName = "cognito-unlink",
            SessionName = said.SsoSession,
            SupportsGettingNewToken = false,
            ProxySettings = proxy,
        });
    }

    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            return await _credentials.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (SaysSignIn(error))
        {
            throw new CognitoException(
                CognitoErrorKind.LoginRequired,
                $"The SSO token of the profile '{_profile}' has expired or was never created. Sign in with: aws sso login --profile {_profile}");
        }
    }

    // The SDK says it only in words when it has no usable token, and SSO answers 401 to one that it does not take.
    private static bool SaysSignIn(Exception? error) => error switch
    {
        null => false,
        HttpRequestException or TimeoutException => false,
        AmazonServiceException { StatusCode: HttpStatusCode.Unauthorized } => true,
        AmazonServiceException => false,
        AmazonClientException { InnerException: HttpRequestException or TimeoutException } => false,
        AmazonClientException when error.Message.Contains("SSO Token", StringComparison.OrdinalIgnoreCase) => true,
        _ => SaysSignIn(error.InnerException),
    };
}
