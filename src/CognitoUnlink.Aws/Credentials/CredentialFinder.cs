using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// Finds credentials in the order of AWS.Tools: keys, named profile, credentials object, the session's, environment, AWS_PROFILE, profile default,
/// <c>AWS PS Default</c>, then web identity, container, instance. A named source that is missing is an error, never a reason to fall back to another
/// account.
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
                $"{Profiles.Say(name, saidBy)} has no settings that give credentials: keys, a role with its source, a credential process or SSO.");
    }

    private static NamedCredentials? OfUsableProfile(Profiles profiles, ProfileCredentials make, string name) =>
        profiles.Find(name) is { } profile && ProfileCredentials.CanMake(profile) ? make.Of(profile) : null;

    private static NamedCredentials OfObject(object credential, GatewayOptions options) =>
        ForeignCredentials.From(credential) is { } credentials
            ? Named(credentials, "the credentials object given", options)
            : throw new CognitoException(
                CognitoErrorKind.CredentialsNotFound,
                $"An object of type {credential.GetType().FullName} does not contain AWS credentials. Give a credentials object of AWS.Tools, or an AWSCredentials object of the AWS SDK for .NET.");

    private static NamedCredentials? OfSession(GatewayOptions options) =>
        ForeignCredentials.From(options.SessionCredential) is { } credentials ? Named(credentials, "the session ($StoredAWSCredentials)", options) : null;

    private static NamedCredentials Named(ForeignCredentials credentials, string source, GatewayOptions options) =>
        options.KeysAtHandOnly && !credentials.HasOwnKeys
            ? throw new CognitoException(CognitoErrorKind.CredentialsNotFound, $"No credentials from {source}: it has no keys of its own.")
            : new(credentials, source, credentials.IsSso ? CognitoErrorKind.LoginRequired : CognitoErrorKind.CredentialsNotFound) { MayPrompt = true };
}

/// <summary>Sources of credentials other than profiles.</summary>
internal static class KeySources
{
    public static NamedCredentials? OfParameters(GatewayOptions options) =>
        Of(Setting.OrNull(options.AccessKey), Setting.OrNull(options.SecretKey), Setting.OrNull(options.SessionToken), "the access key", "the secret key")
            is { } keys ? new NamedCredentials(keys, options.IsLocalUserPool ? "the local user pool" : "the keys given") : null;

    public static NamedCredentials? OfEnvironment() =>
        ReadEnvironment() is { } keys
            ? new NamedCredentials(keys, "the environment variables") { ReadAgain = () => ReadEnvironment() ?? keys }
            : null;

    public static NamedCredentials? OfContainer() =>
        Setting.Read("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null || Setting.Read("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null
            ? new NamedCredentials(new GenericContainerCredentials(), "the container's role")
            : null;

    public static NamedCredentials? OfInstance()
    {
        var metadata = InstanceMetadata.Here();
        return metadata.FindRole() is { } role
            ? new NamedCredentials(new InstanceCredentials(metadata, role), $"the instance's role '{role}'")
            : null;
    }

    private static AWSCredentials? ReadEnvironment() => Of(
        Setting.Read("AWS_ACCESS_KEY_ID"), Setting.Read("AWS_SECRET_ACCESS_KEY"), Setting.Read("AWS_SESSION_TOKEN"),
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

    private static AWSCredentials? Of(string? accessKey, string? secretKey, string? sessionToken, string accessKeyName, string secretKeyName) =>
        (accessKey, secretKey) switch
        {
            (null, null) when sessionToken is null => null,
            (null, _) => throw Half(secretKey is null ? "the session token" : secretKeyName, accessKeyName),
            (_, null) => throw Half(accessKeyName, secretKeyName),
            _ when sessionToken is null => new BasicAWSCredentials(accessKey, secretKey),
            _ => new SessionAWSCredentials(accessKey, secretKey, sessionToken),
        };

    private static CognitoException Half(string present, string missing) => new(
        CognitoErrorKind.CredentialsNotFound,
        $"Only {present} was given; {missing} is missing. An access key and its secret key go together; temporary ones also need their session token.");
}
