using System.CommandLine;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Cli;

/// <summary>What every run over a pool shares: its start, its users, and its end.</summary>
internal static class PoolRun
{
    /// <summary>Starts a run. What stops it before it has done anything is told here.</summary>
    public static async Task<int> RunAsync(PoolOptions options, ParseResult arguments, Func<PoolSession, Task<int>> work)
    {
        try
        {
            using var session = new PoolSession(options, arguments);
            return await work(session).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null)
        {
            Messages.Write(problem, couldNotStart: true);
            return ExitCode.NothingStarted;
        }
    }

    /// <summary>Hands on the named users as they are now, or all users of the pool; a user who cannot be used is an error, and the rest go on.</summary>
    public static async Task ForEachUserAsync(
        PoolSession session, string[] usernames, bool parallel, Func<CognitoUser, Task> work, Func<string, Exception, Task> failed, Action<string> warn, CancellationToken cancellationToken)
    {
        var (reader, userPoolId) = (session.ReaderFor(session.UserPoolId), session.UserPoolId);
        if (usernames.Length == 0)
        {
            var partitions = parallel ? reader.ListUsersInPartitions(userPoolId) : null;
            await foreach (var user in (partitions ?? reader.ListUsersAsync(userPoolId, cancellationToken)).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await TryAsync(user.Username, () => work(user)).ConfigureAwait(false);
            }

            if (partitions?.Check?.Warning is { } warning)
            {
                warn(warning);
            }
        }

        foreach (var username in usernames)
        {
            await TryAsync(username, async () => await work(await reader.GetUserAsync(userPoolId, username, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false)).ConfigureAwait(false);
        }

        async Task TryAsync(string username, Func<Task> attempt)
        {
            try
            {
                await attempt().ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is UnlinkException { DoomsTheRun: false } or CognitoException { DoomsThePool: false })
            {
                await failed(username, problem).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells which provider names matched nothing and are unknown in the pool.</summary>
    public static async Task<bool> WriteUnknownProvidersAsync(PoolSession session, string userPoolId, ProviderFilter filter, CancellationToken cancellationToken)
    {
        if (!filter.HasUnmatched || userPoolId.Length == 0 || await session.ReaderFor(userPoolId).ProviderNamesAsync(userPoolId, cancellationToken).ConfigureAwait(false) is not { } names)
        {
            return false;
        }

        var unknown = filter.TakeUnknown(userPoolId, names);
        foreach (var problem in unknown)
        {
            Messages.Write(problem);
        }

        return unknown.Count > 0;
    }
}
