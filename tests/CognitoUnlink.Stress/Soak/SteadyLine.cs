namespace CognitoUnlink.Soak;

/// <summary>A line that the process that is never killed prints: its heap, or the results of a round.</summary>
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
