namespace CognitoUnlink.Cli.Output;

/// <summary>The form of what is written to stdout.</summary>
internal enum OutputFormat
{
    Table,
    Json,
    Csv,
}
