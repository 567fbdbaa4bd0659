using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws;

/// <summary>Calls operations by their names, with JSON in and out: for those that no run needs.</summary>
internal sealed class RawCognito : IDisposable
{
    private readonly CognitoGateway _gateway;

    internal RawCognito(CognitoGateway gateway) => _gateway = gateway;

    /// <summary>The region that requests are signed for.</summary>
    public string Region => _gateway.Region;

    /// <summary>Where requests go.</summary>
    public Place Place => _gateway.Place;

    /// <summary>Where requests go, with the instance of a local user pool.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CognitoException">A local user pool does not answer.</exception>
    public Task<Place> LocateAsync(CancellationToken cancellationToken) => _gateway.LocateAsync(cancellationToken);

    /// <summary>Calls an operation once.</summary>
    /// <param name="operation">Its name in the service's model, for instance <c>CreateUserPool</c>.</param>
    /// <param name="input">Its input, by the names of the model.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CognitoException">It failed, or got no answer.</exception>
    public Task<RawAnswer> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken) => _gateway.CallAsync(operation, input, cancellationToken);

    public void Dispose() => _gateway.Dispose();
}

/// <summary>The answer of a call that succeeded.</summary>
/// <param name="Json">The answer; an empty object where it has no body.</param>
/// <param name="RequestId">The service's id of the request; null when it said none.</param>
internal sealed record RawAnswer(JsonElement Json, string? RequestId);
