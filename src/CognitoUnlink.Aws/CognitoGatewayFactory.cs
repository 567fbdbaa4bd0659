using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Aws.Issuers;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws;

/// <summary>Makes gateways on the AWS SDK.</summary>
public sealed class CognitoGatewayFactory : ICognitoGatewayFactory
{
    /// <summary>The clock, for keys that expire.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public ICognitoGateway Create(GatewayOptions options) => Connect(options);

    /// <summary>The same client, for any operation.</summary>
    /// <param name="options">The caller's options.</param>
    /// <exception cref="CognitoException">No client can be made, as for <see cref="Create"/>.</exception>
    internal RawCognito CreateRaw(GatewayOptions options) => new(Connect(options));

    private CognitoGateway Connect(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var profiles = new Profiles(options);
        profiles.CheckUsualFiles();
        var switches = EndpointSwitches.Read(profiles);
        var configured = EndpointFinder.Find(options, profiles, switches);
        var (region, regionSource) = RegionFinder.Find(options, profiles, configured?.Value);
        var endpoint = configured ?? new Sourced<Uri>(RegionEndpoints.Of(region, switches), "the region's own");
        var proxy = ProxyFinder.Find(options.SessionProxy);

        // Last, because it may wait for instance metadata, or for the user.
        var issuers = new IssuerClients(profiles, region, switches, proxy, options.Timeout, Clock);
        var make = new ProfileCredentials(options, profiles, issuers);
        var credentials = CredentialFinder.Find(options, profiles, make);
        if (credentials.MayPrompt)
        {
            credentials.GetCredentials();
        }

        options.Log?.Write(options.IsLocalUserPool
            ? $"Requests go to the local user pool at {endpoint.Value}, with its own keys; nothing is sent to AWS."
            : $"Credentials come from {credentials.Source}. Region {region} ({regionSource}), endpoint {endpoint.Value} ({endpoint.Source}).");
        return new CognitoGateway(credentials, region, endpoint.Value, proxy, options.Timeout, options.Log)
        {
            StsOfRun = options.IsLocalUserPool ? null : issuers.StsOfRun,
        };
    }

    /// <summary>The configured place for requests, whatever their region; null if it is the region's own.</summary>
    /// <param name="options">The caller's options.</param>
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.InvalidEndpoint"/>, <see cref="CognitoErrorKind.ProfileNotFound"/>.</exception>
    public static Place? FindConfigured(GatewayOptions options)
    {
        var profiles = new Profiles(options);
        return EndpointFinder.Find(options, profiles, EndpointSwitches.Read(profiles)) is { } configured ? EndpointPlaces.Of(configured.Value) : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<KnownProfile> ListProfiles(string? profileLocation) => new Profiles(new GatewayOptions { ProfileLocation = profileLocation }).List();

    /// <inheritdoc/>
    public IReadOnlyList<KnownRegion> ListRegions() => KnownRegions.WithUserPools;
}

/// <summary>Calls operations by name, with JSON in and out: for operations that no run needs.</summary>
internal sealed class RawCognito : IDisposable
{
    private readonly CognitoGateway _gateway;

    internal RawCognito(CognitoGateway gateway) => _gateway = gateway;

    /// <summary>Where requests go, with the instance of a local user pool.</summary>
    /// <exception cref="CognitoException">A local user pool does not answer.</exception>
    public Task<Place> LocateAsync(CancellationToken cancellationToken) => _gateway.LocateAsync(cancellationToken);

    /// <summary>Calls an operation once.</summary>
    /// <param name="operation">Its name in the service's model, for instance <c>CreateUserPool</c>.</param>
    /// <param name="input">Its input, with the model's member names.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="CognitoException">The call failed or got no answer.</exception>
    public Task<RawAnswer> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken) => _gateway.CallAsync(operation, input, cancellationToken);

    public void Dispose() => _gateway.Dispose();
}

/// <summary>The answer of a call that succeeded.</summary>
/// <param name="Json">The answer; an empty object where it has no body.</param>
/// <param name="RequestId">The service's request id; null if it sent none.</param>
internal sealed record RawAnswer(JsonElement Json, string? RequestId);
