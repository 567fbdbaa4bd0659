using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>The credential profiles of this computer, or of the file that the caller named.</summary>
internal sealed class Profiles
{
    private readonly CredentialProfileStoreChain _chain;
    private readonly string? _location;

    public Profiles(GatewayOptions options)
    {
        _location = Setting.OrNull(options.ProfileLocation);
        _chain = new CredentialProfileStoreChain(_location);
        Requested = Setting.OrNull(options.ProfileName);
    }

    /// <summary>The profile that the caller named.</summary>
    public string? Requested { get; }

    /// <summary>The profile that stands when none is named.</summary>
    public string Ambient { get; } = Setting.Read("AWS_PROFILE") ?? SharedCredentialsFile.DefaultProfileName;

    /// <summary>What profiles are looked up in, and give their source profiles from.</summary>
    public ICredentialProfileSource Source => _chain;

    public CredentialProfile? Find(string name) => Reading(() => _chain.TryGetProfile(name, out var profile) ? profile : null);

    /// <summary>Says where a profile was looked for, and what else is there.</summary>
    public CognitoException NotFound(string name, string saidBy)
    {
        var names = Reading(() => _chain.ListProfiles().Select(profile => profile.Name).Distinct().Order(StringComparer.OrdinalIgnoreCase).ToList());
        var known = names.Count == 0 ? "There are no profiles there." : $"Profiles there: {string.Join(", ", names)}.";
        return new CognitoException(
            CognitoErrorKind.ProfileNotFound,
            $"The profile '{name}' ({saidBy}) was not found in {string.Join(" or ", SearchedFiles())}. {known}");
    }

    private IEnumerable<string> SearchedFiles() =>
    [
        _location ?? Setting.Read(SharedCredentialsFile.SharedCredentialsFileEnvVar) ?? SharedCredentialsFile.DefaultFilePath,
        Setting.Read(SharedCredentialsFile.SharedConfigFileEnvVar) ?? SharedCredentialsFile.DefaultConfigFilePath,
    ];

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not CognitoException)
        {
            // The parser's words may quote a line of the file, so they are left out.
            throw new CognitoException(
                CognitoErrorKind.ProfileNotFound,
                $"The profiles in {string.Join(" or ", SearchedFiles())} could not be read ({error.GetType().Name}). Check the files' format and permissions.");
        }
    }
}
