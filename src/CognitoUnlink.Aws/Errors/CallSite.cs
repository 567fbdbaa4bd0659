using CognitoUnlink.Aws.Endpoints;

namespace CognitoUnlink.Aws.Errors;

/// <summary>What an error's words may name: the operation and its pool, where it was sent, and whose credentials signed it.</summary>
internal sealed record CallSite(string Operation, string? UserPoolId, string Region, Uri Endpoint, string CredentialSource, TimeSpan Timeout)
{
    public string Host => Endpoint.Authority;

    public bool IsAws => EndpointPlaces.Of(Endpoint).IsAws;
}
