using System.Collections.Specialized;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>A request to the service, read from the wire.</summary>
internal sealed record ApiRequest(NameValueCollection Headers, byte[] Body);
