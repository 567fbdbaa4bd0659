namespace CognitoUnlink.LocalPool.Documents;

internal sealed record GroupDocument
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? RoleArn { get; init; }

    public int? Precedence { get; init; }

    public DateTime? CreatedAt { get; init; }

    /// <summary>Usernames.</summary>
    public IEnumerable<string>? Members { get; init; }
}
