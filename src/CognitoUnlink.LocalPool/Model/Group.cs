namespace CognitoUnlink.LocalPool.Model;

/// <summary>A group of a pool.</summary>
internal sealed class Group
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? RoleArn { get; init; }

    public int? Precedence { get; init; }

    public required DateTime Created { get; init; }

    public PagedSet<User> Members { get; } = new();
}
