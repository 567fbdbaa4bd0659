using CognitoUnlink.Errors;

namespace CognitoUnlink.Cli;

/// <summary>What the exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int SomeFailed = 1;
    public const int Usage = 2;
    public const int NothingStarted = 3;

    /// <summary>The rest is left for another run, or the question was answered with no.</summary>
    public const int MoreToDo = 4;

    /// <summary>All was done but for what a guard refused.</summary>
    public const int SomeRefused = 5;

    public const int Interrupted = 130;

    /// <summary>Nobody reads the output any more, and nothing was changed: what shells say of other programs that come to this.</summary>
    public const int ReaderGone = 141;

    /// <summary>A provider name that nobody has is wrong usage, unless the run did something besides.</summary>
    public static int Of(long done, long failed, long refused, bool hasUnknownProvider) =>
        hasUnknownProvider && done + failed + refused == 0 ? Usage
        : hasUnknownProvider || failed > 0 ? SomeFailed
        : refused > 0 ? SomeRefused
        : Done;

    /// <summary>Of a run that was broken off.</summary>
    /// <param name="problem">What broke it off.</param>
    /// <param name="total">How many items it had come to.</param>
    public static int OfBreak(CognitoUnlinkException problem, long total) => problem switch
    {
        UnlinkException { ErrorId: ErrorId.MaximumChangeReached or ErrorId.StopAfterReached } => MoreToDo,
        _ when total > 0 => SomeFailed,
        UnlinkException { ErrorId: ErrorId.ProviderNotSpecified } => Usage,
        _ => NothingStarted,
    };
}
