using CognitoUnlink.Errors;

namespace CognitoUnlink.Cli;

/// <summary>What the exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int SomeFailed = 1;
    public const int Usage = 2;
    public const int NothingStarted = 3;
    public const int Interrupted = 130;

    /// <summary>Nobody reads the output any more, and nothing was changed: what shells say of other programs that come to this.</summary>
    public const int ReaderGone = 141;

    /// <summary>A provider name that nobody has is wrong usage, unless the run did something besides.</summary>
    public static int Of(long done, long failed, bool hasUnknownProvider) =>
        hasUnknownProvider && done == 0 && failed == 0 ? Usage
        : hasUnknownProvider || failed > 0 ? SomeFailed
        : Done;

    /// <summary>Of a run that was broken off.</summary>
    /// <param name="problem">What broke it off.</param>
    /// <param name="total">How many items it had come to.</param>
    public static int OfBreak(CognitoUnlinkException problem, long total) =>
        total > 0 || problem is UnlinkException { ErrorId: ErrorId.MaximumChangeReached } ? SomeFailed
        : problem is UnlinkException { ErrorId: ErrorId.ProviderNotSpecified } ? Usage
        : NothingStarted;
}
