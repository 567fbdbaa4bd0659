namespace CognitoUnlink.Soak;

/// <summary>What the process that is never killed tells: its heap, or a round.</summary>
internal sealed record SteadyLine
{
    public long? Heap { get; init; }

    public int Unlinked { get; init; }

    public int Linked { get; init; }

    public long Requests { get; init; }

    public long Throttled { get; init; }

    public long Retried { get; init; }

    public IReadOnlyList<string> Problems { get; init; } = [];
}
