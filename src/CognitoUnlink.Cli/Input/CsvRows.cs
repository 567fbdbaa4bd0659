using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CsvHelper;
using CsvHelper.Configuration;

namespace CognitoUnlink.Cli.Input;

/// <summary>Reads CSV with a heading, as Excel, PowerShell and this program write it. Values are not trimmed or converted.</summary>
internal sealed class CsvRows : IFileRows
{
    // Twice the limit of an Excel cell. A quote that is never closed must not swallow a whole file.
    private const int LongestField = 64 * 1024;

    // Excel's delimiters in different countries, and those of PowerShell's Export-Csv.
    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];

    private readonly TextReader _text;
    private readonly char _delimiter;
    private readonly string[] _columns;
    private readonly long _linesBefore;
    private string? _brokenField;

    private CsvRows(TextReader text, char delimiter, string[] columns, long linesBefore) =>
        (_text, _delimiter, _columns, _linesBefore) = (text, delimiter, columns, linesBefore);

    /// <summary>Reads the heading. A file without one may be a list of usernames.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.UnknownFileForm"/>, <see cref="ErrorId.UnknownColumn"/>.</exception>
    public static async Task<(IFileRows Rows, bool SaysPool)> OpenAsync(Stream stream, ColumnMap columnMap, CancellationToken cancellationToken)
    {
        var text = new StreamReader(stream);
        var lines = 0L;
        string? heading;
        char? said = null;
        do
        {
            heading = await text.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            lines++;
            said ??= DelimiterSaid(heading);
        }
        while (heading is not null && IsBeforeHeading(heading));

        char[] delimiters = said is { } one ? [one] : s_delimiters;

        // Excel writes the line breaks in a cell as they are.
        var whole = new StringBuilder(heading);
        var isOpen = EndsInQuotes(heading, delimiters, isOpen: false);
        while (isOpen && whole.Length < LongestField && await text.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } next)
        {
            whole.Append('\n').Append(next);
            lines++;
            isOpen = EndsInQuotes(next, delimiters, isOpen);
        }

        if (isOpen)
        {
            throw new UnlinkException(ErrorId.UnknownFileForm, "Its header has a quote that is not closed.");
        }

        heading = heading is null ? null : whole.ToString();
        foreach (var delimiter in delimiters)
        {
            var columns = Split(heading, delimiter);
            var row = Heading(columns);
            if (columnMap.IsOf(row) && columnMap.Apply(row) is var mapped && RowReader.CanSay(mapped))
            {
                RowReader.CheckNames(mapped.Names);
                return (new CsvRows(text, delimiter, columns, lines), mapped.Has(nameof(LinkedIdentity.UserPoolId)));
            }
        }

        var seen = s_delimiters.Select(delimiter => Split(heading, delimiter)).MaxBy(columns => columns.Length) ?? [];
        if (!columnMap.IsEmpty)
        {
            _ = columnMap.Apply(Heading(seen));
        }
        else if (said is null && heading is not null && RowReader.CouldBeUsernames(heading))
        {
            return (new NameRows(text, heading, lines), false);
        }

        if (seen.Any(column => column.Any(c => (char.IsControl(c) && c != '\n') || c == '\uFFFD')))
        {
            throw new UnlinkException(ErrorId.UnknownFileForm, "Its first line is not text, so it has no header.");
        }

        RowReader.CheckNames(seen);
        throw new UnlinkException(ErrorId.UnknownFileForm, $"It has no header that names a user or an identity. {RowReader.Seen(seen.Where(column => column.Length > 0))}");
    }

    public async IAsyncEnumerable<FileRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var parser = new CsvParser(_text, Configuration(_delimiter, field => _brokenField = field));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lastLine = _linesBefore + parser.RawRow;
            FileRow? row;
            var isLast = false;
            try
            {
                if (!await parser.ReadAsync().ConfigureAwait(false))
                {
                    yield break;
                }

                row = Row(parser);
            }
            catch (MaxFieldSizeException)
            {
                row = new FileRow(lastLine + 1, null)
                {
                    Error = new UnlinkException(ErrorId.RowTooLong, $"The row cannot be read: a value is longer than {LongestField} characters, perhaps because a closing quote is missing. The rest of the file is not read."),
                };
                isLast = true;
            }

            if (row is not null)
            {
                yield return row;
            }

            if (isLast)
            {
                yield break;
            }
        }
    }

    // "sep=;" for Excel, and "#TYPE" by Windows PowerShell.
    private static bool IsBeforeHeading(string line) =>
        line.Length == 0 || DelimiterSaid(line) is not null || line.StartsWith("#TYPE ", StringComparison.Ordinal);

    private static char? DelimiterSaid(string? line) =>
        line is { Length: 5 } && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line[4] != '"' ? line[4] : null;

    /// <summary>Whether a value in quotes continues on the next line. A quote inside a value without quotes has no meaning.</summary>
    private static bool EndsInQuotes(string? line, char[] delimiters, bool isOpen)
    {
        var mayOpen = !isOpen;
        foreach (var c in line ?? string.Empty)
        {
            var wasOpen = isOpen;
            isOpen = c == '"' && (isOpen || mayOpen) ? !isOpen : isOpen;

            // Two quotes in a value stand for one.
            mayOpen = !isOpen && (wasOpen || delimiters.Contains(c));
        }

        return isOpen;
    }

    private static string[] Split(string? heading, char delimiter)
    {
        using var parser = new CsvParser(new StringReader(heading ?? string.Empty), Configuration(delimiter, _ => { }));
        try
        {
            return parser.Read() ? [.. parser.Record!.Select(column => column.Trim())] : [];
        }
        catch (MaxFieldSizeException)
        {
            return [];
        }
    }

    private static TextRow Heading(string[] columns)
    {
        var row = new TextRow();
        foreach (var column in columns.Where(column => column.Length > 0))
        {
            if (!row.Add(column, null))
            {
                throw new UnlinkException(ErrorId.UnknownFileForm, $"Its header has the column '{column}' twice.");
            }
        }

        return row;
    }

    private static CsvConfiguration Configuration(char delimiter, Action<string> onBrokenField) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter.ToString(),
        WhiteSpaceChars = [],
        MaxFieldSize = LongestField,
        BadDataFound = broken => onBrokenField(broken.Field),
    };

    private FileRow? Row(CsvParser parser)
    {
        var line = _linesBefore + parser.RawRow - parser.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n');
        var fields = parser.Record!;
        var broken = _brokenField;
        _brokenField = null;
        if (fields.All(string.IsNullOrWhiteSpace))
        {
            return null;
        }

        // A quote inside an unquoted value is unambiguous; text after a closing quote is not.
        if (broken?.StartsWith('"') == true)
        {
            return FileRow.Broken(line, "a value has text after its closing quote, or no closing quote");
        }

        if (fields.Skip(_columns.Length).Any(field => !string.IsNullOrWhiteSpace(field)))
        {
            return FileRow.Broken(line, $"it has {fields.Length} values for {_columns.Length} columns");
        }

        if (fields.Any(field => field.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            return FileRow.Broken(line, $"{JsonRow.NotText}; in Excel, save it as 'CSV UTF-8'");
        }

        if (_columns.Zip(fields).Any(column => column.First.Length == 0 && !string.IsNullOrWhiteSpace(column.Second)))
        {
            return FileRow.Broken(line, "it has a value in a column without a name");
        }

        // Excel omits empty fields at the end of a row.
        var row = new TextRow();
        for (var i = 0; i < _columns.Length; i++)
        {
            row.Add(_columns[i], i < fields.Length ? fields[i] : null);
        }

        return new FileRow(line, row);
    }
}
