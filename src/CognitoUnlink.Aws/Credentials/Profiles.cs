using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The credential profiles of this computer, or of the file that the caller named.</summary>
internal sealed class Profiles
{
    /// <summary>The profile that stands when nothing names one.</summary>
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

    /// <summary>The profile that stands when none is named.</summary>
    public string Ambient { get; } = Setting.Read("AWS_PROFILE") ?? Default;

    /// <summary>The profile whose settings count.</summary>
    public string Effective => Requested ?? Ambient;

    /// <summary>What profiles are looked up in, and give their source profiles from.</summary>
    public ICredentialProfileSource Source => _chain;

    /// <summary>
    /// Reads the usual files once under supervision. The SDK makes static settings of them at its first call, whatever
    /// credentials sign it, and a file that it cannot parse would break every call until the process ends.
    /// </summary>
    public void CheckUsualFiles() =>
        Reading(ProfileFiles.Locate(null), () => new CredentialProfileStoreChain().TryGetProfile(Ambient, out _));

    public CredentialProfile? Find(string name) => Reading(_files, () => _chain.TryGetProfile(name, out var profile) ? profile : null);

    /// <summary>The <c>endpoint_url</c> that a profile's <c>services</c> section has for a service.</summary>
    public string? EndpointUrlOfService(CredentialProfile profile, string service) =>
        Reading(_files, () => profile.Services is { } services ? _files.EndpointUrlOfService(services, service) : null);

    /// <summary>A setting of a profile that the SDK does not know; null when it is not there.</summary>
    public string? SettingOf(CredentialProfile profile, string name) => Reading(_files, () => Setting.OrNull(_files.SettingOf(profile.Name, name)));

    /// <summary>Every profile with its kind; of one that the SDK cannot read, the name alone tells.</summary>
    public IReadOnlyList<KnownProfile> List() =>
        [.. Names().Select(name => new KnownProfile(name, Find(name) is { } profile ? ProfileKind.Of(profile.Options) : "not readable by the AWS SDK for .NET"))];

    public CredentialProfile Required(string name, string saidBy) => Find(name) ?? throw NotFound(name, saidBy);

    /// <summary>Says where a profile was looked for, and what else is there.</summary>
    private CognitoException NotFound(string name, string saidBy)
    {
        var names = Names();
        return new CognitoException(CognitoErrorKind.ProfileNotFound, (names.Contains(name), names.Count) switch
        {
            // The SDK passes over a whole profile for one value that it does not know.
            (true, _) => $"The profile '{name}' ({saidBy}) in {_files} has a setting that the AWS SDK for .NET does not know, such as retry_mode = legacy.",
            (_, 0) => $"The profile '{name}' ({saidBy}) was not found in {_files}. There are no profiles there.",
            _ => $"The profile '{name}' ({saidBy}) was not found in {_files}. Profiles there: {string.Join(", ", names)}.",
        });
    }

    // The default profile of the config file is no section to the SDK, but a profile all the same.
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
            // The parser's words quote the line it stumbled over, which may be a secret, so they are left out.
            throw new CognitoException(
                CognitoErrorKind.ProfileNotFound,
                $"The profiles in {files} could not be read ({error.GetType().Name}). Check the files' format and permissions.");
        }
    }
}
