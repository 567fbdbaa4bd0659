namespace CognitoUnlink.Cli.Input;

/// <summary>The rows of one file, read as they are asked for.</summary>
internal interface IFileRows
{
    /// <summary>Whether the file says of itself, as far as it was read, that more rows are elsewhere.</summary>
    bool IsPart => false;

    IAsyncEnumerable<FileRow> ReadAsync(CancellationToken cancellationToken);
}
