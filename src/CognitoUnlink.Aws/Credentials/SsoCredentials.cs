using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Issuers;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The credentials of a profile that is signed in to with IAM Identity Center. The sign-in itself belongs to <c>aws sso login</c>.</summary>
internal sealed class SsoCredentials(IssuerClients issuers, CredentialProfile profile) : TemporaryCredentials(issuers.Clock)
{
    private static readonly TimeSpan s_renewTokenBefore = TimeSpan.FromMinutes(6);

    private readonly SsoTokenFile _file = new(profile.Options);

    protected override async Task<TemporaryKeys> IssueAsync()
    {
        try
        {
            var token = await GetTokenAsync().ConfigureAwait(false);
            using var sso = issuers.Sso(profile);
            return await SsoCalls.GetRoleCredentialsAsync(sso, profile.Options, token).ConfigureAwait(false);
        }
        catch (IssuerException error) when (error.SaysUnauthorized)
        {
            throw LoginRequired();
        }
    }

    // Read each time, because people sign in again in another process.
    private async Task<SsoToken> GetTokenAsync()
    {
        if (_file.Read() is { } token && !IsDue(token))
        {
            return token;
        }

        await _file.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await RenewAsync(_file.Read() ?? throw LoginRequired()).ConfigureAwait(false);
        }
        finally
        {
            _file.Gate.Release();
        }
    }

    private async Task<SsoToken> RenewAsync(SsoToken token)
    {
        if (!IsDue(token))
        {
            return token;
        }

        if (!token.CanBeRenewed(issuers.Clock.GetUtcNow()))
        {
            return HasEnded(token) ? throw LoginRequired() : token;
        }

        try
        {
            using var oidc = issuers.Oidc(profile);
            var renewed = await SsoCalls.CreateTokenAsync(oidc, token).ConfigureAwait(false);
            _file.Write(renewed);
            return renewed;
        }
        catch (Exception error) when (error is (IssuerException or HttpRequestException or OperationCanceledException) && !HasEnded(token))
        {
            return token;
        }
        catch (IssuerException error) when (!error.IsTransient)
        {
            // Another process may have renewed it meanwhile.
            return _file.Read() is { } other && !HasEnded(other) ? other : throw LoginRequired();
        }
    }

    private bool IsDue(SsoToken token) => token.Ends - s_renewTokenBefore <= issuers.Clock.GetUtcNow();

    private bool HasEnded(SsoToken token) => token.Ends <= issuers.Clock.GetUtcNow();

    private CognitoException LoginRequired() => new(
        CognitoErrorKind.LoginRequired,
        $"The SSO token of the profile '{profile.Name}' has expired or was never created. Sign in with: aws sso login --profile {profile.Name}");
}
