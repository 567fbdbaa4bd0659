using System.Runtime.CompilerServices;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Input;

/// <summary>
/// Reads a list of usernames without a heading: one per line, or several separated by tabs, as in the AWS CLI's text
/// output.
/// </summary>
/// <param name="text">What follows the first line.</param>
/// <param name="firstLine">The first line.</param>
/// <param name="number">The first line's number.</param>
internal sealed class NameRows(TextReader text, string firstLine, long number) : IFileRows
{
    public async IAsyncEnumerable<FileRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = firstLine;
        do
        {
            var (current, at) = (line, number);
            do
            {
                line = await text.ReadLineAsync(cancellationToken).ConfigureAwait(false);
                number++;
            }
            while (line is { } blank && string.IsNullOrWhiteSpace(blank));

            var isFirst = ReferenceEquals(current, firstLine);
            if (isFirst && NameLine.MayBeTable(firstLine) && line is not null)
            {
                yield return FileRow.Broken(at, NameLine.IsTable);
                yield break;
            }

            if (!isFirst && NameLine.MayBeTable(current) && !NameLine.IsPage(firstLine))
            {
                yield return FileRow.Broken(at, NameLine.IsTable);
                continue;
            }

            foreach (var name in NameLine.Split(current))
            {
                yield return name.Contains('\uFFFD', StringComparison.Ordinal)
                    ? FileRow.Broken(at, JsonRow.NotText)
                    : new FileRow(at, TextRow.OfUser(name));
            }
        }
        while (line is not null);
    }
}
