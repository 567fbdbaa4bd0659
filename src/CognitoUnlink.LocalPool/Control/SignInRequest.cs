namespace CognitoUnlink.LocalPool.Control;

/// <summary>What an identity provider says of somebody who signs in.</summary>
internal sealed record SignInRequest
{
    /// <summary>The pool that is served by default, unless given.</summary>
    public string? UserPoolId { get; init; }

    public required string ProviderName { get; init; }

    /// <summary>The NameID or sub.</summary>
    public required string Subject { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
