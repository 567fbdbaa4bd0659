namespace CognitoUnlink.Cli.Input;

/// <summary>The forms of a file of rows.</summary>
internal enum RowFileForm
{
    Csv,
    Json,
    JsonLines,
    Journal,
}
