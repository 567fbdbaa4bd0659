namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>A kind of generated user.</summary>
internal sealed record UserRecipe(string Status, params LinkKind[] Links)
{
    public bool Enabled { get; init; } = true;

    /// <summary>The identity that a federated profile is made of; null for native users.</summary>
    public LinkKind? Own { get; init; }

    public Special Special { get; init; }
}
