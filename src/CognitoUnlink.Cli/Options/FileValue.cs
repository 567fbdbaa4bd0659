namespace CognitoUnlink.Cli.Options;

/// <summary>What help calls a file's name. Completion offers file names for what is called so.</summary>
internal static class FileValue
{
    public const string Name = "FILE";
}
