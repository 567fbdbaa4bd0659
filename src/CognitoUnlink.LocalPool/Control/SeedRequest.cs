namespace CognitoUnlink.LocalPool.Control;

/// <summary>Asks for a generated pool.</summary>
internal sealed record SeedRequest
{
    public required int Users { get; init; }

    public int Seed { get; init; } = 1;
}
