using System.CommandLine;
using System.Runtime.CompilerServices;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Cli;

/// <summary>What every run over a pool shares: its start, its end, and its users.</summary>
internal static class PoolRun
{
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
            Messages.Write(problem);
            return ExitCode.NothingStarted;
        }
    }

    /// <summary>The named users as they are now, or all users of the pool.</summary>
    public static async IAsyncEnumerable<CognitoUser> UsersAsync(
        UserReader reader, string userPoolId, string[] usernames, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (usernames.Length == 0)
        {
            await foreach (var user in reader.ListUsersAsync(userPoolId, cancellationToken).ConfigureAwait(false))
            {
                yield return user;
            }
        }

        foreach (var username in usernames)
        {
            yield return await reader.GetUserAsync(userPoolId, username, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<bool> WriteUnknownProvidersAsync(PoolSession session, ProviderFilter filter, CancellationToken cancellationToken)
    {
        if (!filter.HasUnmatched
            || await new UserReader(session.Caller).ProviderNamesAsync(session.UserPoolId, cancellationToken).ConfigureAwait(false) is not { } names)
        {
            return false;
        }

        var unknown = filter.TakeUnknown(session.UserPoolId, names);
        foreach (var problem in unknown)
        {
            Messages.Write(problem);
        }

        return unknown.Count > 0;
    }
}
