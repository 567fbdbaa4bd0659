namespace CognitoUnlink.Cli.Terminal;

/// <summary>When to write in colour.</summary>
internal enum ColorChoice
{
    Auto,
    Always,
    Never,
}
