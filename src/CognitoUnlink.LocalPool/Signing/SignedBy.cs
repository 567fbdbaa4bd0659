namespace CognitoUnlink.LocalPool.Signing;

/// <summary>Who signed a request, as its credential scope says.</summary>
internal sealed record SignedBy(string AccessKey, string Region);
