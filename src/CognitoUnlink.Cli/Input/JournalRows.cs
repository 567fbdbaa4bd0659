using System.Runtime.CompilerServices;
using CognitoUnlink.Input;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Cli.Input;

/// <summary>What an undo of a journal takes up, as rows.</summary>
/// <param name="undo">All journals of the run.</param>
/// <param name="journal">Which of them.</param>
internal sealed class JournalRows(JournalUndo undo, int journal) : IFileRows
{
    public async IAsyncEnumerable<FileRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (line, record) in undo.Records(journal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = new TextRow();
            row.Add(nameof(record.UserPoolId), record.UserPoolId);
            row.Add(nameof(record.Username), record.Username);
            row.Add(nameof(record.Sub), record.Sub);
            row.Add(nameof(record.Place), record.Place?.ToString());
            row.Add(nameof(record.ProviderName), record.ProviderName);
            row.Add(nameof(record.ProviderType), record.ProviderType);
            row.Add(nameof(record.ProviderAttributeName), record.ProviderAttributeName);
            row.Add(nameof(record.ProviderAttributeValue), record.ProviderAttributeValue);
            yield return new FileRow(line, row);
        }
    }
}
