using System.CommandLine;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Cli;

/// <summary>What every command for a pool begins with.</summary>
internal static class PoolRun
{
    /// <summary>Starts it. What stops it before it has done anything is reported here.</summary>
    public static async Task<int> RunAsync(PoolOptions options, ParseResult arguments, Func<PoolSession, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var session = new PoolSession(options, arguments);
            await session.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await work(session).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (CognitoUnlinkException problem)
        {
            Messages.Write(problem, couldNotStart: true);
            return ExitCode.NothingStarted;
        }
    }
}
