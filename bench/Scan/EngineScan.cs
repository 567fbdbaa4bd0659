using CognitoUnlink.Bench.Pool;
using CognitoUnlink.Bench.Unlink;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Bench.Scan;

/// <summary>Reads a pool with our own engine in this process, identities included.</summary>
internal static class EngineScan
{
    /// <returns>How many users there were.</returns>
    public static async Task<long> ReadAsync(PoolProcess server, bool inPartitions)
    {
        var caller = EngineClient.CallerOf(server.Pool, requestsPerSecond: null);
        using var gateway = caller.Gateway;
        var reader = new UserReader(caller);
        var (users, identities) = (0L, 0L);
        var userPoolId = server.Pool.UserPoolId;
        await foreach (var user in inPartitions ? reader.ListUsersInPartitions(userPoolId) : reader.ListUsersAsync(userPoolId, CancellationToken.None))
        {
            users++;
            identities += LinkedIdentities.Of(userPoolId, user).Count;
        }

        return identities > 0 ? users : throw new InvalidOperationException("The pool has no identities.");
    }
}
