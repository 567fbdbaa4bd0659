using System.Runtime.CompilerServices;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Input;

/// <summary>
/// Reads a list of usernames without a heading: one a line, or several with tabs between them, as the AWS CLI's text output has
/// them.
/// </summary>
/// <param name="text">What follows the first line.</param>
/// <param name="firstLine">The first line.</param>
/// <param name="number">The first line's number.</param>
internal sealed class NameRows(TextReader text, string firstLine, long number) : IFileRows
{
    // The AWS CLI writes a page a line. With fewer on each, it may as well be a table without a heading.
    private const int NamesOnPage = 60;

    public async IAsyncEnumerable<FileRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (line, columns) = (firstLine, firstLine.Split('\t').Length);
        var isTable = false;
        do
        {
            var (current, at) = (line, number);
            do
            {
                line = await text.ReadLineAsync(cancellationToken).ConfigureAwait(false);
                number++;
            }
            while (line is { } blank && string.IsNullOrWhiteSpace(blank));

            isTable |= columns > 1 && columns < NamesOnPage && line is not null;
            if (isTable)
            {
                yield return FileRow.Broken(at, "it has several values and the file has no heading that says what they are");
                yield break;
            }

            foreach (var name in current.Split('\t', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return name.Contains('\uFFFD', StringComparison.Ordinal)
                    ? FileRow.Broken(at, JsonRow.NotText)
                    : new FileRow(at, TextRow.OfUser(name));
            }
        }
        while (line is not null);
    }
}
