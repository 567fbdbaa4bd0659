using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Util;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Settings;

/// <summary>The credential profiles of this computer, or of the file that the caller named.</summary>
internal sealed class Profiles
{
    /// <summary>The profile used if nothing names one.</summary>
    public const string Default = SharedCredentialsFile.DefaultProfileName;

    /// <summary>The default profile of old versions of AWS.Tools.</summary>
    public const string LegacyDefault = "AWS PS Default";

    private readonly CredentialProfileStoreChain _chain;
    private readonly ProfileFiles _files;

    public Profiles(GatewayOptions options)
    {
        Location = Setting.OrNull(options.ProfileLocation);
        _files = ProfileFiles.Locate(Location);
        _chain = new CredentialProfileStoreChain(Location);
        Requested = Setting.OrNull(options.ProfileName);
    }

    /// <summary>The file that the caller named.</summary>
    public string? Location { get; }

    /// <summary>The profile that the caller named.</summary>
    public string? Requested { get; }

    /// <summary>The profile used if the caller named none.</summary>
    public string Ambient { get; } = Setting.Read("AWS_PROFILE") ?? Default;

    /// <summary>The profile whose settings apply.</summary>
    public string Effective => Requested ?? Ambient;

    /// <summary>Where profiles, and the source profiles that they name, are looked up.</summary>
    public ICredentialProfileSource Source => _chain;

    /// <summary>
    /// Reads the usual files once, to catch errors. The SDK makes static settings from them at its first call, whatever
    /// credentials sign it, and a file that it cannot parse would break every call until the process ends.
    /// </summary>
    public void CheckUsualFiles() =>
        Reading(ProfileFiles.Locate(null), () => new CredentialProfileStoreChain().TryGetProfile(Ambient, out _));

    public CredentialProfile? Find(string name) => Reading(_files, () => _chain.TryGetProfile(name, out var profile) ? profile : null);

    /// <summary>The <c>endpoint_url</c> for a service in a profile's <c>services</c> section.</summary>
    public string? EndpointUrlOfService(CredentialProfile profile, string service) =>
        Reading(_files, () => profile.Services is { } services ? _files.EndpointUrlOfService(services, service) : null);

    /// <summary>A profile's setting that the SDK does not know; null if it is missing.</summary>
    public string? SettingOf(CredentialProfile profile, string name) => Reading(_files, () => Setting.OrNull(_files.SettingOf(profile.Name, name)));

    /// <summary>All profiles with their kinds; a profile that the SDK cannot read has only its name.</summary>
    public IReadOnlyList<KnownProfile> List() =>
        [.. Names().Select(name => new KnownProfile(name, Find(name) is { } profile ? ProfileKind.Of(profile.Options) : "not readable by the AWS SDK for .NET"))];

    public CredentialProfile Required(string name, string? saidBy) => Find(name) ?? throw NotFound(name, saidBy);

    /// <summary>How messages name a profile as the source of keys or of a region.</summary>
    public static string SourceNamed(string name) => $"profile '{name}'";

    /// <summary>A profile, and what named it; null if it was given.</summary>
    public static string Say(string name, string? saidBy) => $"The profile '{name}'{(saidBy is null ? string.Empty : $" ({saidBy})")}";

    /// <summary>Says where a profile was looked for, and what else is there.</summary>
    private CognitoException NotFound(string name, string? saidBy)
    {
        var names = Names();
        return new CognitoException(CognitoErrorKind.ProfileNotFound, (names.Contains(name), names.Count) switch
        {
            // The SDK skips a whole profile because of one value that it does not know.
            (true, _) => $"{Say(name, saidBy)} in {_files} has a setting that the AWS SDK for .NET does not know, such as retry_mode = legacy.",
            (_, 0) => $"{Say(name, saidBy)} was not found in {_files}. There are no profiles there.",
            _ => $"{Say(name, saidBy)} was not found in {_files}. Profiles there: {string.Join(", ", names)}.",
        });
    }

    // To the SDK the config file's [default] is not a profile section, but it is a profile.
    private List<string> Names() =>
        Reading(_files, () => _files.Names().Concat(_chain.ListProfiles().Select(profile => profile.Name))
            .Concat(Find(Default) is null ? [] : [Default])
            .Distinct().Order(StringComparer.OrdinalIgnoreCase).ToList());

    private static T Reading<T>(ProfileFiles files, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not CognitoException)
        {
            // The parser's message quotes the line, which may be a secret, so it is left out.
            throw new CognitoException(
                CognitoErrorKind.ProfileNotFound,
                $"The profiles in {files} could not be read ({error.GetType().Name}). Check the files' format and permissions.");
        }
    }
}

/// <summary>Where the profiles are, according to the SDK's rules.</summary>
internal sealed record ProfileFiles(string Credentials, string Config)
{
    private static readonly Action<string>? s_setDefaultCredentials = Setter(nameof(SharedCredentialsFile.DefaultFilePath));
    private static readonly Action<string>? s_setDefaultConfig = Setter(nameof(SharedCredentialsFile.DefaultConfigFilePath));

    /// <summary>The files in the current environment. They are passed to the SDK too, because it reads the environment only once.</summary>
    public static ProfileFiles Locate(string? location)
    {
        var usual = Setting.Read(SharedCredentialsFile.SharedCredentialsFileEnvVar) ?? Path.Combine(Home, ".aws", "credentials");
        var config = Setting.Read(SharedCredentialsFile.SharedConfigFileEnvVar);
        s_setDefaultCredentials?.Invoke(usual);
        s_setDefaultConfig?.Invoke(config ?? ConfigBeside(usual));
        return new ProfileFiles(location ?? usual, config ?? ConfigBeside(location ?? usual));
    }

    /// <summary>The profiles that the files name, whether or not they give credentials.</summary>
    public IEnumerable<string> Names() =>
        new ProfileIniFile(Credentials, profileMarkerRequired: false).ListSectionNames()
            .Concat(new ProfileIniFile(Config, profileMarkerRequired: true).ListSectionNames());

    /// <summary>The <c>endpoint_url</c> of a service in a <c>services</c> section, which only the config file can have.</summary>
    public string? EndpointUrlOfService(string services, string service) =>
        new ProfileIniFile(Config, profileMarkerRequired: true).TryGetSection(services, isSsoSession: false, isServicesSection: true, out _, out var settings)
            ? settings?.GetValueOrDefault(service)?.GetValueOrDefault("endpoint_url")
            : null;

    /// <summary>A profile's setting: from the credentials file, or else from the config file.</summary>
    public string? SettingOf(string profile, string name) =>
        SettingOf(new ProfileIniFile(Credentials, profileMarkerRequired: false), profile, name) ?? SettingOf(new ProfileIniFile(Config, profileMarkerRequired: true), profile, name);

    public override string ToString() => $"{Credentials} or {Config}";

    private static string? SettingOf(ProfileIniFile file, string profile, string name) =>
        file.TryGetSection(profile, isSsoSession: false, isServicesSection: false, out var settings, out _) ? settings?.GetValueOrDefault(name) : null;

    private static string Home => Setting.Read("HOME") ?? Setting.Read("USERPROFILE") ?? Environment.CurrentDirectory;

    private static string ConfigBeside(string credentials) => Path.Combine(Path.GetDirectoryName(credentials) ?? "", "config");

    private static Action<string>? Setter(string property) =>
        typeof(SharedCredentialsFile).GetProperty(property)?.GetSetMethod(nonPublic: true)?.CreateDelegate<Action<string>>();
}

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

    /// <summary>Whether the keys are in the profile itself, and need not be requested.</summary>
    public static bool HasOwnKeys(CredentialProfileOptions said) => Of(said) is Keys or Session;
}
