using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The credentials of a role that is assumed with a token in a file, as in EKS. Whoever wrote the file keeps it fresh.</summary>
internal sealed class WebIdentityCredentials : RefreshingAWSCredentials
{
    private readonly Func<AWSCredentials, IAmazonSecurityTokenService> _connect;
    private readonly string _role;
    private readonly string? _sessionName;
    private readonly string _tokenFile;

    public WebIdentityCredentials(Func<AWSCredentials, IAmazonSecurityTokenService> connect, string role, string? sessionName, string tokenFile)
    {
        _connect = connect;
        _role = role;
        _sessionName = sessionName;
        _tokenFile = tokenFile;
        PreemptExpiryTime = StsClients.RenewBefore;
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var token = await File.ReadAllTextAsync(_tokenFile).ConfigureAwait(false);
        using var sts = _connect(new AnonymousAWSCredentials());
        var answer = await sts.AssumeRoleWithWebIdentityAsync(new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = _role,
            RoleSessionName = _sessionName ?? StsClients.NewSessionName(),
            WebIdentityToken = token.Trim(),
        }).ConfigureAwait(false);
        return StsClients.StateOf(answer.Credentials);
    }
}
