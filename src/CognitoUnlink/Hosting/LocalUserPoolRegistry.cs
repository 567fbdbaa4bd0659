using System.Collections.Concurrent;
using CognitoUnlink.Errors;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>The local user pools of this process, shared by its runspaces.</summary>
internal static class LocalUserPoolRegistry
{
    private static readonly ConcurrentDictionary<string, ILocalUserPoolServer> s_servers = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, bool> s_everStarted = new(StringComparer.Ordinal);

    public static IReadOnlyList<ILocalUserPoolServer> Servers => [.. s_servers.Values.OrderBy(server => server.UserPool.UserPoolId, StringComparer.Ordinal)];

    /// <summary>Whether a local pool with that id was stopped in this process: a rehearsal on it must not reach AWS unnoticed.</summary>
    public static bool HasStopped(string userPoolId) => s_everStarted.ContainsKey(userPoolId) && !s_servers.ContainsKey(userPoolId);

    public static ILocalUserPoolServer? Find(string userPoolId) => s_servers.GetValueOrDefault(userPoolId);

    public static LocalUserPool Start(LocalUserPoolOptions options)
    {
        var server = Implementations.LocalUserPools.Start(options);
        if (!s_servers.TryAdd(server.UserPool.UserPoolId, server))
        {
            server.Dispose();
            throw new LocalUserPoolException($"A local user pool '{server.UserPool.UserPoolId}' is already running.");
        }

        s_everStarted[server.UserPool.UserPoolId] = true;
        return server.UserPool;
    }

    public static void Stop(string userPoolId)
    {
        if (s_servers.TryRemove(userPoolId, out var server))
        {
            server.Dispose();
        }
    }

    public static UnlinkException NotFound(string? userPoolId) => new(
        ErrorId.LocalUserPoolNotFound,
        userPoolId is null ? "No local user pool is running in this session." : $"No local user pool '{userPoolId}' is running in this session.");
}
