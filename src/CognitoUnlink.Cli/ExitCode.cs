namespace CognitoUnlink.Cli;

/// <summary>What the exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int SomeFailed = 1;
    public const int Usage = 2;
    public const int NothingStarted = 3;
    public const int Interrupted = 130;
}
