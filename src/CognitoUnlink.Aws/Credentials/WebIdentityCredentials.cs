using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Issuers;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The credentials of a role that is assumed with a token in a file, as in EKS. Whoever wrote the file keeps it fresh.</summary>
internal sealed class WebIdentityCredentials(IssuerClients issuers, CredentialProfile? profile, string role, string? sessionName, string tokenFile)
    : TemporaryCredentials(issuers.Clock)
{
    protected override async Task<TemporaryKeys> IssueAsync()
    {
        var token = await File.ReadAllTextAsync(tokenFile).ConfigureAwait(false);
        using var sts = issuers.Sts(profile);
        return await StsCalls.AssumeRoleWithWebIdentityAsync(
            sts,
            ("RoleArn", role),
            ("RoleSessionName", sessionName ?? StsCalls.NewSessionName()),
            ("WebIdentityToken", token.Trim())).ConfigureAwait(false);
    }
}
