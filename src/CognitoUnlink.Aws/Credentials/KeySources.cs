using Amazon.Runtime;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The sources of credentials that are no profile.</summary>
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
