namespace CognitoUnlink.LocalPool.Documents;

internal sealed record ProviderDocument
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public string? Issuer { get; init; }

    public IReadOnlyDictionary<string, string>? Details { get; init; }

    public IReadOnlyDictionary<string, string>? AttributeMapping { get; init; }

    public IReadOnlyList<string>? Identifiers { get; init; }

    public DateTime? CreatedAt { get; init; }
}
