using CognitoUnlink.Errors;

namespace CognitoUnlink.Cli;

internal static class ExitCode
{
    public const int Done = 0;
    public const int SomeFailed = 1;
    public const int Usage = 2;
    public const int NothingStarted = 3;

    /// <summary>Work is left for another run, or the confirmation was declined.</summary>
    public const int MoreToDo = 4;

    /// <summary>Everything was done except what a guard refused.</summary>
    public const int SomeRefused = 5;

    public const int Interrupted = 130;

    /// <summary>The reader of the output is gone, and nothing was changed: the code that shells report for such programs (128 + SIGPIPE).</summary>
    public const int ReaderGone = 141;

    /// <summary>An unknown provider name is a usage error, unless the run did something else.</summary>
    public static int Of(long done, long failed, long refused, bool hasUnknownProvider) =>
        hasUnknownProvider && done + failed + refused == 0 ? Usage
        : hasUnknownProvider || failed > 0 ? SomeFailed
        : refused > 0 ? SomeRefused
        : Done;

    /// <summary>The exit code of a run that was aborted.</summary>
    /// <param name="problem">The reason.</param>
    /// <param name="total">The number of items up to that point.</param>
    public static int OfBreak(CognitoUnlinkException problem, long total) => problem switch
    {
        UnlinkException { ErrorId: ErrorId.MaximumChangeReached or ErrorId.StopAfterReached } => MoreToDo,
        _ when total > 0 => SomeFailed,
        UnlinkException { ErrorId: ErrorId.ProviderNotSpecified } => Usage,
        _ => NothingStarted,
    };
}
