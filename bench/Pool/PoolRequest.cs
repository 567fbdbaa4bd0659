namespace CognitoUnlink.Bench.Pool;

/// <summary>A request as the pool's log has it.</summary>
internal sealed record PoolRequest(DateTime Timestamp, string Operation, int StatusCode);
