namespace CognitoUnlink.Aws.Client;

/// <summary>An answer that says success, as it came.</summary>
/// <param name="StatusCode">The status.</param>
/// <param name="RequestId">The service's id of the request.</param>
/// <param name="Body">The JSON.</param>
internal sealed record JsonReply(int StatusCode, string? RequestId, byte[] Body);
