using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Util;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>Where the profiles are, by the rules of the SDK.</summary>
internal sealed record ProfileFiles(string Credentials, string Config)
{
    private static readonly Action<string>? s_setDefaultCredentials = Setter(nameof(SharedCredentialsFile.DefaultFilePath));
    private static readonly Action<string>? s_setDefaultConfig = Setter(nameof(SharedCredentialsFile.DefaultConfigFilePath));

    /// <summary>The files of now; also for the SDK, which looks at the environment when it first meets a profile and never again.</summary>
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

    /// <summary>A setting of a profile: of the credentials file, else of the config file.</summary>
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
