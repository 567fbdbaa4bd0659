namespace CognitoUnlink.Bench.Unlink;

/// <summary>What a run took.</summary>
/// <param name="Elapsed">By the clock.</param>
/// <param name="Processor">Of the client; null where it is another process.</param>
internal sealed record UnlinkTime(TimeSpan Elapsed, TimeSpan? Processor);
