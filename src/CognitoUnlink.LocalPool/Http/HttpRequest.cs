using System.Collections.Specialized;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>A request, read from the wire.</summary>
internal sealed record HttpRequest(string Method, Uri Url, NameValueCollection Headers, byte[] Body)
{
    /// <summary>Whether the connection takes another request afterwards.</summary>
    public required bool KeepAlive { get; init; }

    /// <summary>Ends when the client closes its end.</summary>
    public required Func<CancellationToken, Task> ClientGoneAsync { get; init; }
}
