using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The credentials of a role that a profile assumes with those of its source, renewed before they end.</summary>
internal sealed class RoleCredentials : RefreshingAWSCredentials
{
    private readonly Func<AWSCredentials, IAmazonSecurityTokenService> _connect;
    private readonly CredentialProfile _profile;
    private readonly NamedCredentials _source;
    private readonly ICredentialHost? _host;

    public RoleCredentials(Func<AWSCredentials, IAmazonSecurityTokenService> connect, CredentialProfile profile, NamedCredentials source, ICredentialHost? host)
    {
        _connect = connect;
        _profile = profile;
        _source = source;
        _host = host;
        if (!MayAsk)
        {
            PreemptExpiryTime = StsClients.RenewBefore;
        }
    }

    /// <summary>Whether the role, or one on the way to it, wants the code of an MFA device.</summary>
    public bool MayAsk => _profile.Options.MfaSerial is not null || _source.MayAsk;

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        // Before the first await, so on the caller's thread: a person may be asked, here and on the way.
        var keys = _source.GetCredentials();
        var code = _profile.Options.MfaSerial is { } serial ? ReadCode(serial) : null;

        using var sts = _connect(StsClients.Fixed(keys));
        var answer = await sts.AssumeRoleAsync(new AssumeRoleRequest
        {
            RoleArn = _profile.Options.RoleArn,
            RoleSessionName = _profile.Options.RoleSessionName ?? StsClients.NewSessionName(),
            ExternalId = _profile.Options.ExternalID,
            SerialNumber = _profile.Options.MfaSerial,
            TokenCode = code,
        }).ConfigureAwait(false);
        return StsClients.StateOf(answer.Credentials);
    }

    private string ReadCode(string serial) =>
        Setting.OrNull(_host?.ReadMfaCode(_profile.Name, serial))
        ?? throw new CognitoException(
            CognitoErrorKind.LoginRequired,
            $"The profile '{_profile.Name}' needs a code from the MFA device {serial}, and there is no prompt to enter it at. Run this where it can prompt, or give the keys of a session that was started with a code.");
}
