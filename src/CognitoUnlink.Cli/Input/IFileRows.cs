namespace CognitoUnlink.Cli.Input;

/// <summary>The rows of one file, read as they are asked for.</summary>
internal interface IFileRows
{
    IAsyncEnumerable<FileRow> ReadAsync(CancellationToken cancellationToken);
}
