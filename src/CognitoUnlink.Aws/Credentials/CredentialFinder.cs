using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// Finds credentials in the order of AWS.Tools: keys, named profile, environment, AWS_PROFILE, profile default,
/// <c>AWS PS Default</c>, container, instance. What was named and is not there is an error, never a reason to go on to
/// somebody else's account.
/// </summary>
internal static class CredentialFinder
{
    private const string LegacyDefault = "AWS PS Default";

    public static NamedCredentials Find(GatewayOptions options, Profiles profiles) =>
        OfKeys(Setting.OrNull(options.AccessKey), Setting.OrNull(options.SecretKey), Setting.OrNull(options.SessionToken), "the keys given", "the access key", "the secret key")
        ?? (profiles.Requested is { } requested ? OfProfile(profiles, requested, "named by the caller") : null)
        ?? OfKeys(
            Setting.Read("AWS_ACCESS_KEY_ID"), Setting.Read("AWS_SECRET_ACCESS_KEY"), Setting.Read("AWS_SESSION_TOKEN"),
            "the environment variables", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        ?? (Setting.Read("AWS_PROFILE") is { } ambient ? OfProfile(profiles, ambient, "named by AWS_PROFILE") : null)
        ?? OfUsableProfile(profiles, SharedCredentialsFile.DefaultProfileName)
        ?? OfUsableProfile(profiles, LegacyDefault)
        ?? OfContainer()
        ?? OfInstance()
        ?? throw new CognitoException(
            CognitoErrorKind.CredentialsNotFound,
            "No AWS credentials were found. Name a profile, or give an access key with its secret key; "
            + "or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or fill the profile 'default'. "
            + "This computer has no container or instance role either.");

    private static NamedCredentials? OfKeys(string? accessKey, string? secretKey, string? sessionToken, string source, string accessKeyName, string secretKeyName) =>
        (accessKey, secretKey) switch
        {
            (null, null) when sessionToken is null => null,
            (null, _) => throw Half(secretKey is null ? "the session token" : secretKeyName, accessKeyName),
            (_, null) => throw Half(accessKeyName, secretKeyName),
            _ when sessionToken is null => new NamedCredentials(new BasicAWSCredentials(accessKey, secretKey), source),
            _ => new NamedCredentials(new SessionAWSCredentials(accessKey, secretKey, sessionToken), source),
        };

    private static CognitoException Half(string present, string missing) => new(
        CognitoErrorKind.CredentialsNotFound,
        $"Only {present} was given; {missing} is missing. An access key and its secret key go together; temporary ones also need their session token.");

    private static NamedCredentials OfProfile(Profiles profiles, string name, string saidBy)
    {
        var profile = profiles.Required(name, saidBy);
        return profile.CanCreateAWSCredentials
            ? FromProfile(profiles, profile)
            : throw new CognitoException(
                CognitoErrorKind.ProfileNotFound,
                $"The profile '{name}' ({saidBy}) says nothing that gives credentials: keys, a role with its source, a credential process or SSO.");
    }

    private static NamedCredentials? OfUsableProfile(Profiles profiles, string name) =>
        profiles.Find(name) is { CanCreateAWSCredentials: true } profile ? FromProfile(profiles, profile) : null;

    private static NamedCredentials FromProfile(Profiles profiles, CredentialProfile profile)
    {
        var source = NamedCredentials.SourceOfProfile(profile.Name);
        try
        {
            var credentials = AWSCredentialsFactory.GetAWSCredentials(profile, profiles.Source);
            if (credentials is SSOAWSCredentials sso)
            {
                // A sign-in in a browser belongs to `aws sso login`; here the cached token is used or refused.
                sso.Options.ClientName = "cognito-unlink";
                sso.Options.SupportsGettingNewToken = false;
            }

            return new NamedCredentials(credentials, source, CognitoErrorKind.ProfileNotFound);
        }
        catch (Exception error) when (error is not CognitoException)
        {
            throw NamedCredentials.Unusable(source, CognitoErrorKind.ProfileNotFound, error);
        }
    }

    private static NamedCredentials? OfContainer() =>
        Setting.Read("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null || Setting.Read("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null
            ? new NamedCredentials(new GenericContainerCredentials(), "the container's role")
            : null;

    private static NamedCredentials? OfInstance()
    {
        var metadata = InstanceMetadata.Here();
        return metadata.FindRole() is { } role
            ? new NamedCredentials(new InstanceCredentials(metadata, role), $"the instance's role '{role}'")
            : null;
    }
}
