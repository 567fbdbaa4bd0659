using System.Collections.Specialized;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>A control request, read from the wire.</summary>
internal sealed record ControlRequest(NameValueCollection Query, byte[] Body);
