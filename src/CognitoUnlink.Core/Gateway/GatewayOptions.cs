using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

/// <summary>The caller's settings for account, region and endpoint. All are optional; the rest comes from the environment and the profiles.</summary>
public sealed record GatewayOptions
{
    /// <summary>Whether the other settings come from a local user pool of this process, not from the caller.</summary>
    public bool IsLocalUserPool { get; init; }

    /// <summary>Access key, with <see cref="SecretKey"/>.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Secret key of <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Session token of temporary keys.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Name of a credential profile. One that does not exist is an error, never a reason to use another account.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the credential file to look <see cref="ProfileName"/> up in.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>
    /// A credentials object of any AWSSDK, for instance from <c>Get-AWSCredential</c>; read again at each use.
    /// </summary>
    public object? Credential { get; init; }

    /// <summary>The credentials object that was set for the session, used when nothing else is given.</summary>
    public object? SessionCredential { get; init; }

    /// <summary>
    /// Uses only keys that are stored: given, in the environment, in a profile, in an object of fixed keys. If a service, a
    /// program or a person would have to be asked, that is <see cref="CognitoErrorKind.CredentialsNotFound"/>.
    /// </summary>
    public bool KeysAtHandOnly { get; init; }

    /// <summary>System name of a region.</summary>
    public string? Region { get; init; }

    /// <summary>The region that was set for the session, used when <see cref="Region"/> is not given.</summary>
    public string? SessionRegion { get; init; }

    /// <summary>The region named by the user pool's id: it is used when nothing else gives one, and no other may contradict it.</summary>
    public string? PoolRegion { get; init; }

    /// <summary>
    /// Whether <see cref="Region"/> is that of a replica of the pool, which has the pool's id and is read-only. It must then be given, and
    /// <see cref="PoolRegion"/> does not contradict it. For listings only.
    /// </summary>
    public bool ReadsReplica { get; init; }

    /// <summary>The proxy settings of the session, an object of AWS.Tools.</summary>
    public object? SessionProxy { get; init; }

    /// <summary>Asks the user for what credentials need; null if nobody can be asked.</summary>
    public ICredentialHost? CredentialHost { get; init; }

    /// <summary>Absolute URL to send requests to instead of the region's own endpoint.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Where requests, and the sources of credentials and region, are logged; null for no logging.</summary>
    public CallLog? Log { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Shows the record without its secrets.</summary>
    public override string ToString() => $"GatewayOptions {{ Region = {Region}, ProfileName = {ProfileName}, EndpointUrl = {EndpointUrl} }}";
}
