using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// Finds credentials in the order of AWS.Tools: keys, named profile, credentials object, the session's, environment,
/// AWS_PROFILE, profile default, <c>AWS PS Default</c>, then web identity, container, instance. What was named and is not
/// there is an error, never a reason to go on to somebody else's account.
/// </summary>
internal static class CredentialFinder
{
    public static NamedCredentials Find(GatewayOptions options, Profiles profiles, ProfileCredentials make) =>
        KeySources.OfParameters(options)
        ?? (profiles.Requested is { } requested ? OfProfile(profiles, make, requested, saidBy: null) : null)
        ?? (options.Credential is { } given ? OfObject(given, options) : null)
        ?? OfSession(options)
        ?? KeySources.OfEnvironment()
        ?? (Setting.Read("AWS_PROFILE") is { } ambient ? OfProfile(profiles, make, ambient, "named by AWS_PROFILE") : null)
        ?? OfUsableProfile(profiles, make, SharedCredentialsFile.DefaultProfileName)
        ?? OfUsableProfile(profiles, make, Profiles.LegacyDefault)
        ?? (options.KeysAtHandOnly ? null : make.OfWebIdentityVariables() ?? KeySources.OfContainer() ?? KeySources.OfInstance())
        ?? throw new CognitoException(
            CognitoErrorKind.CredentialsNotFound,
            "No AWS credentials were found: nothing was given or set in the session, neither AWS_ACCESS_KEY_ID nor AWS_PROFILE is set, "
            + "there is no profile 'default' with keys, and this computer has no container or instance role.");

    private static NamedCredentials OfProfile(Profiles profiles, ProfileCredentials make, string name, string? saidBy)
    {
        var profile = profiles.Required(name, saidBy);
        return ProfileCredentials.CanMake(profile)
            ? make.Of(profile)
            : throw new CognitoException(
                CognitoErrorKind.ProfileNotFound,
                $"{Profiles.Say(name, saidBy)} has nothing that gives credentials: keys, a role with its source, a credential process or SSO.");
    }

    private static NamedCredentials? OfUsableProfile(Profiles profiles, ProfileCredentials make, string name) =>
        profiles.Find(name) is { } profile && ProfileCredentials.CanMake(profile) ? make.Of(profile) : null;

    private static NamedCredentials OfObject(object credential, GatewayOptions options) =>
        ForeignCredentials.From(credential) is { } credentials
            ? Named(credentials, "the credentials object given", options)
            : throw new CognitoException(
                CognitoErrorKind.CredentialsNotFound,
                $"An object of type {credential.GetType().FullName} gives no AWS credentials. Give a credentials object of AWS.Tools, or an AWSCredentials object of the AWS SDK for .NET.");

    private static NamedCredentials? OfSession(GatewayOptions options) =>
        ForeignCredentials.From(options.SessionCredential) is { } credentials ? Named(credentials, "the session ($StoredAWSCredentials)", options) : null;

    private static NamedCredentials Named(ForeignCredentials credentials, string source, GatewayOptions options) =>
        options.KeysAtHandOnly && !credentials.HasOwnKeys
            ? throw new CognitoException(CognitoErrorKind.CredentialsNotFound, $"No credentials from {source}: it holds no keys itself.")
            : new(credentials, source, credentials.IsSso ? CognitoErrorKind.LoginRequired : CognitoErrorKind.CredentialsNotFound) { MayAsk = true };
}
