using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>AWS.Tools' common parameters, and the client options that they result in.</summary>
internal sealed class ClientParameters
{
    private const int FewLetters = 2;

    public string? Region { get; init; }

    public bool ReadsReplica { get; init; }

    public string? ProfileName { get; init; }

    public string? ProfileLocation { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string? SessionToken { get; init; }

    public object? Credential { get; init; }

    public string? EndpointUrl { get; init; }

    /// <summary>Whether ids of local user pools refer to those pools: no other endpoint is specified.</summary>
    public bool LetLocalPoolsStandIn =>
        Credential is null && new[] { EndpointUrl, AccessKey, SecretKey, ProfileName }.All(said => Given(said) is null);

    /// <summary>The client for a pool.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUserPoolId"/>, <see cref="ErrorId.LocalUserPoolStopped"/>.</exception>
    public GatewayOptions ForUserPool(string userPoolId, SessionState session, out bool isLocal)
    {
        isLocal = false;
        UserPoolIdRule.Check(userPoolId);
        if (LetLocalPoolsStandIn)
        {
            if (LocalUserPoolRegistry.Find(userPoolId)?.UserPool is { } local)
            {
                isLocal = true;
                return new GatewayOptions { IsLocalUserPool = true, AccessKey = local.AccessKey, SecretKey = local.SecretKey, Region = local.Region, EndpointUrl = local.EndpointUrl };
            }

            if (LocalUserPoolRegistry.HasStopped(userPoolId))
            {
                throw new UnlinkException(ErrorId.LocalUserPoolStopped, $"'{userPoolId}' was a local user pool in this session and has been stopped. Nothing was sent.");
            }
        }

        return ForAccount(session) with { PoolRegion = UserPoolIdRule.RegionOf(userPoolId) };
    }

    /// <summary>The warning that requests go to AWS although a local user pool with that id is in use; null if there is none.</summary>
    public static string? WarningAbout(string userPoolId) =>
        LocalUserPoolRegistry.Find(userPoolId) is not null ? $"Requests go to AWS and not to the local user pool {userPoolId} of this session, because credentials were given."
        : userPoolId == LocalUserPoolOptions.DefaultUserPoolId ? $"Requests go to AWS: {userPoolId} is the default id of a local user pool, but none is running in this process. Jobs and other processes reach one through its -EndpointUrl."
        : LocalPoolLike(userPoolId) is { } near ? $"Requests go to AWS. If you meant the local user pool of this session, its id is {near}."
        : null;

    /// <summary>The id of a local user pool of this session that differs in a few letters; null if there is none.</summary>
    public static string? LocalPoolLike(string userPoolId) =>
        LocalUserPoolRegistry.Servers.Select(server => server.UserPool.UserPoolId).FirstOrDefault(id => id != userPoolId && NearNames.Distance(id, userPoolId) <= FewLetters);

    /// <summary>The client for an account, without a pool.</summary>
    public GatewayOptions ForAccount(SessionState session) => new()
    {
        AccessKey = Given(AccessKey),
        SecretKey = Given(SecretKey),
        SessionToken = Given(SessionToken),
        ProfileName = Given(ProfileName),
        ProfileLocation = Given(ProfileLocation) is { } location ? session.Path.FileAt(location, message => new CognitoException(CognitoErrorKind.ProfileNotFound, message)) : null,
        Credential = Credential is PSObject wrapped ? wrapped.BaseObject : Credential,
        SessionCredential = SessionVariables.Credential(session),
        Region = Given(Region),
        ReadsReplica = ReadsReplica,
        SessionRegion = SessionVariables.Region(session),
        SessionProxy = SessionVariables.Proxy(session),
        EndpointUrl = Given(EndpointUrl),
    };

    // An empty column counts as not given.
    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
