namespace CognitoUnlink.LocalPool.Documents;

internal sealed record FormerSignInDocument
{
    public required string ProviderName { get; init; }

    public required string Subject { get; init; }
}
