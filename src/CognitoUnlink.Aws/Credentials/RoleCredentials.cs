using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Issuers;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The credentials of a role that a profile assumes with those of its source.</summary>
internal sealed class RoleCredentials(IssuerClients issuers, CredentialProfile profile, NamedCredentials source, ICredentialHost? host)
    : TemporaryCredentials(issuers.Clock)
{
    private const string Duration = "duration_seconds";

    /// <summary>Whether the role, or one on the way to it, requires an MFA code.</summary>
    public bool MayPrompt => profile.Options.MfaSerial is not null || source.MayPrompt;

    // Prompt again only when there is no other way.
    protected override TimeSpan Ahead => MayPrompt ? TimeSpan.Zero : RenewBefore;

    protected override async Task<TemporaryKeys> IssueAsync()
    {
        // Before the first await, so that any prompt is shown on the caller's thread.
        var keys = source.GetCredentials();
        var generation = source.Generation;
        var seconds = ReadDuration();
        var code = profile.Options.MfaSerial is { } serial ? ReadCode(serial) : null;

        using var sts = issuers.Sts(profile);
        try
        {
            return await AssumeAsync(sts, keys, seconds, code).ConfigureAwait(false);
        }
        catch (IssuerException error) when (error.SaysExpired)
        {
            if (!await source.RenewAsync(generation, CancellationToken.None).ConfigureAwait(false))
            {
                throw;
            }
        }

        return await AssumeAsync(sts, await source.GetCredentialsAsync().ConfigureAwait(false), seconds, code).ConfigureAwait(false);
    }

    private Task<TemporaryKeys> AssumeAsync(IssuerClient sts, ImmutableCredentials keys, string? seconds, string? code) => StsCalls.AssumeRoleAsync(
        sts,
        keys,
        ("RoleArn", profile.Options.RoleArn),
        ("RoleSessionName", profile.Options.RoleSessionName ?? StsCalls.NewSessionName()),
        ("DurationSeconds", seconds),
        ("ExternalId", profile.Options.ExternalID),
        ("SerialNumber", profile.Options.MfaSerial),
        ("TokenCode", code));

    private string? ReadDuration() =>
        issuers.SettingOf(profile, Duration) is not { } said ? null
        : int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? said
        : throw new CognitoException(CognitoErrorKind.ProfileNotFound, $"No credentials from profile '{profile.Name}': its {Duration} is not a whole number of seconds.");

    private string ReadCode(string serial) =>
        Setting.OrNull(host?.ReadMfaCode(profile.Name, serial))
        ?? throw new CognitoException(
            CognitoErrorKind.LoginRequired,
            $"The profile '{profile.Name}' needs a code from the MFA device {serial}, and there is no prompt to enter it at. Run this where it can prompt, or give the keys of a session that was started with a code.");
}

/// <summary>The credentials of a role that is assumed with a token in a file, as in EKS. The file's writer keeps it fresh.</summary>
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
