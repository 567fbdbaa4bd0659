namespace CognitoUnlink.LocalPool.Model;

/// <summary>A group of a pool.</summary>
internal sealed class Group
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? RoleArn { get; init; }

    public int? Precedence { get; init; }

    public required DateTime Created { get; init; }

    /// <summary>Also those that are gone while lists may still show them.</summary>
    public PagedSet<User> Members { get; } = new();

    public IEnumerable<User> CurrentMembers => Members.Items.Where(static user => !user.Deleted);
}
