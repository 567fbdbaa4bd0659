using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Issuers;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// Makes credentials from profiles of every kind. Roles and SSO are put together here, since the SDK's factory leaves their
/// sources without the settings that they need and looks for a region of its own.
/// </summary>
internal sealed class ProfileCredentials(GatewayOptions options, Profiles profiles, IssuerClients issuers)
{
    private const string WebIdentitySource = "AWS_WEB_IDENTITY_TOKEN_FILE";

    public static bool CanMake(CredentialProfile profile) =>
        profile.CanCreateAWSCredentials || IsRole(profile.Options) || profile.Options.LoginSession is not null;

    public NamedCredentials Of(CredentialProfile profile) => Of(profile, []);

    /// <summary>The role that EKS and others name in environment variables; null if there is none.</summary>
    public NamedCredentials? OfWebIdentityVariables() =>
        Setting.Read(WebIdentitySource) is { } file && Setting.Read("AWS_ROLE_ARN") is { } role
            ? new NamedCredentials(new WebIdentityCredentials(issuers, profiles.Find(profiles.Effective), role, Setting.Read("AWS_ROLE_SESSION_NAME"), file), WebIdentitySource)
            : null;

    private static bool IsRole(CredentialProfileOptions said) =>
        said is { RoleArn: not null, EndpointName: null } and ({ SourceProfile: not null } or { CredentialSource: not null });

    private NamedCredentials Of(CredentialProfile profile, IReadOnlyList<string> through)
    {
        var source = Profiles.SourceNamed(profile.Name);
        try
        {
            var credentials = Make(profile, through);
            return new NamedCredentials(credentials, source, CognitoErrorKind.ProfileNotFound)
            {
                MayPrompt = credentials is ForeignCredentials or RoleCredentials { MayPrompt: true },
                ReadAgain = () => Make(profiles.Find(profile.Name) ?? profile, through),
            };
        }
        catch (Exception error) when (error is not CognitoException)
        {
            throw NamedCredentials.Unusable(source, CognitoErrorKind.ProfileNotFound, error);
        }
    }

    private AWSCredentials Make(CredentialProfile profile, IReadOnlyList<string> through) => profile.Options switch
    {
        var said when options.KeysAtHandOnly && !ProfileKind.HasOwnKeys(said) => throw Unusable(profile, "it has no keys of its own.", CognitoErrorKind.CredentialsNotFound),
        { LoginSession: not null } => OfAwsTools(profile.Name) ?? throw NoLoginSession(profile.Name),
        { EndpointName: not null } => OfAwsTools(profile.Name) ?? throw NoSaml(profile.Name),
        { RoleArn: { } role, WebIdentityTokenFile: { } file } said => new WebIdentityCredentials(issuers, profile, role, said.RoleSessionName, file),
        var said when IsRole(said) => new RoleCredentials(issuers, profile, SourceOf(profile, through), options.CredentialHost),
        { SsoAccountId: not null, SsoRoleName: not null } => OfSso(profile),
        _ => OfFactory(profile),
    };

    // In the keys' last 15 minutes, which may be their whole life, the SDK would start a process for each request.
    private AWSCredentials OfFactory(CredentialProfile profile)
    {
        var credentials = AWSCredentialsFactory.GetAWSCredentials(profile, profiles.Source);
        if (credentials is ProcessAWSCredentials process)
        {
            process.PreemptExpiryTime = TimeSpan.FromMinutes(1);
        }

        return credentials;
    }

    private NamedCredentials SourceOf(CredentialProfile profile, IReadOnlyList<string> through)
    {
        if (profile.Options.SourceProfile is not { } name)
        {
            return OfCredentialSource(profile);
        }

        if (name == profile.Name && profile.Options is { AccessKey: { } accessKey, SecretKey: { } secretKey })
        {
            return new NamedCredentials(new BasicAWSCredentials(accessKey, secretKey), Profiles.SourceNamed(name));
        }

        if (name == profile.Name || through.Contains(name))
        {
            throw Unusable(profile, $"its source profiles lead back to '{name}'.");
        }

        var source = profiles.Required(name, $"the source_profile of '{profile.Name}'");
        return CanMake(source)
            ? Of(source, [.. through, profile.Name])
            : throw Unusable(profile, $"its source profile '{name}' has no settings that give credentials.");
    }

    private static NamedCredentials OfCredentialSource(CredentialProfile profile) => profile.Options.CredentialSource switch
    {
        "Environment" => KeySources.OfEnvironment() ?? throw Unusable(profile, "its credential_source is Environment, but AWS_ACCESS_KEY_ID is not set."),
        "EcsContainer" => KeySources.OfContainer() ?? throw Unusable(profile, "its credential_source is EcsContainer, but this is not a container with a role."),
        "Ec2InstanceMetadata" => KeySources.OfInstance() ?? throw Unusable(profile, "its credential_source is Ec2InstanceMetadata, but this is not an EC2 instance with a role."),
        var other => throw Unusable(profile, $"its credential_source '{other}' is not Environment, Ec2InstanceMetadata or EcsContainer."),
    };

    private SsoCredentials OfSso(CredentialProfile profile) => profile.Options switch
    {
        { SsoRegion: null } => throw Unusable(profile, "neither it nor its sso_session has an sso_region."),
        { SsoSession: null, SsoStartUrl: null } => throw Unusable(profile, "it has neither sso_session nor sso_start_url."),
        _ => new SsoCredentials(issuers, profile),
    };

    // The SDK would look up AWSSDK.Signin or AWSSDK.SecurityToken by name; AWS.Tools brings its own.
    private ForeignCredentials? OfAwsTools(string name) => ForeignCredentials.From(options.CredentialHost?.GetAwsToolsCredential(name, profiles.Location));

    private static CognitoException NoLoginSession(string name) => new(
        CognitoErrorKind.LoginRequired,
        $"The profile '{name}' has a login_session, which can be read here only with the module AWS.Tools.Common 5 imported. "
        + $"Without it, give another profile the setting credential_process = aws configure export-credentials --profile {name}");

    private static CognitoException NoSaml(string name) => new(
        CognitoErrorKind.LoginRequired,
        $"The profile '{name}' signs in with SAML, which can be done here only with the module AWS.Tools.Common imported. "
        + "Without it, give the keys of a session, or a profile of another kind.");

    private static CognitoException Unusable(CredentialProfile profile, string why, CognitoErrorKind kind = CognitoErrorKind.ProfileNotFound) => new(
        kind,
        $"No credentials from {Profiles.SourceNamed(profile.Name)}: {why}");
}
