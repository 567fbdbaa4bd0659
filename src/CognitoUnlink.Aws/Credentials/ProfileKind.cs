using Amazon.Runtime.CredentialManagement;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>How a profile gives credentials, in the words of docs/credentials.md.</summary>
internal static class ProfileKind
{
    private const string Keys = "keys";
    private const string Session = "session";

    public static string Of(CredentialProfileOptions said) => said switch
    {
        { LoginSession: not null } => "console sign-in",
        { RoleArn: not null, WebIdentityTokenFile: not null } => "web identity",
        { RoleArn: not null, EndpointName: not null } => "SAML role",
        { RoleArn: not null, MfaSerial: not null } => "role with MFA",
        { RoleArn: not null } => "role",
        { SsoSession: not null } or { SsoStartUrl: not null } => "SSO",
        { CredentialProcess: not null } => "process",
        { AccessKey: not null, SecretKey: not null, Token: not null } => Session,
        { AccessKey: not null, SecretKey: not null } => Keys,
        _ => "settings without credentials",
    };

    /// <summary>Whether the keys are in the profile itself, and nobody needs to be asked for them.</summary>
    public static bool HasOwnKeys(CredentialProfileOptions said) => Of(said) is Keys or Session;
}
