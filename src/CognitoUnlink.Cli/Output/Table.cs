using System.Globalization;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Output;

/// <summary>
/// Rows under headings, written as they come. On a terminal the columns fit its width when the table begins; elsewhere nothing is
/// cut off, and each column is at least as wide as it was declared.
/// </summary>
internal sealed class Table
{
    private readonly TableColumn[] _columns;
    private readonly int[]? _widths;
    private bool _hasHeadings;

    public Table(params TableColumn[] columns)
    {
        _columns = columns;
        _widths = Screen.TableWidth is { } width ? Layout(columns, width) : null;
    }

    /// <summary>Writes a row; the first call writes the headings too.</summary>
    public void WriteRow(params object?[] values)
    {
        if (!_hasHeadings)
        {
            WriteHeadings();
        }

        string[] texts = [.. values.Select(value => Printable.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty))];
        Write(texts, i => _columns[i].ColorOf(texts[i]));
    }

    /// <summary>The widths for a terminal; 0 for a column that does not fit.</summary>
    private static int[] Layout(TableColumn[] columns, int width)
    {
        int[] byRank = [.. Enumerable.Range(0, columns.Length).OrderBy(i => columns[i].Rank)];
        var widths = new int[columns.Length];
        var room = width + 1;
        foreach (var i in byRank)
        {
            if (room <= columns[i].Least)
            {
                break;
            }

            widths[i] = columns[i].Least;
            room -= widths[i] + 1;
        }

        foreach (var i in byRank.Where(i => widths[i] > 0 && columns[i].Width > 0))
        {
            var more = Math.Min(room, columns[i].Width - widths[i]);
            widths[i] += more;
            room -= more;
        }

        if (byRank.Where(i => widths[i] > 0 && columns[i].Width == 0).ToArray() is [var rest, ..])
        {
            widths[rest] += room;
        }

        return widths;
    }

    private void WriteHeadings()
    {
        _hasHeadings = true;
        Write([.. _columns.Select(column => column.Heading)], _ => Color.Bold);
        Write([.. _columns.Select((column, i) => new string('-', Math.Min(column.Heading.Length, _widths?[i] ?? int.MaxValue)))], _ => Color.Dim);
    }

    private void Write(string[] texts, Func<int, Color> colorOf)
    {
        int[] shown = [.. Enumerable.Range(0, texts.Length).Where(i => _widths is null || _widths[i] > 0)];
        Console.Out.WriteLine(string.Join(' ', shown.Select(i =>
        {
            var text = _widths is null ? texts[i] : CellWidth.Fit(texts[i], _widths[i]);
            var padding = i == shown[^1] ? string.Empty : CellWidth.Pad(string.Empty, (_widths?[i] ?? _columns[i].Width) - CellWidth.Of(text));
            return $"{Paint.Out(colorOf(i), text)}{padding}";
        })).TrimEnd());
    }
}

/// <param name="Heading">Its heading.</param>
/// <param name="Width">Its width if there is room, or no terminal; 0 for all the remaining room.</param>
/// <param name="Least">Its minimum width.</param>
/// <param name="Rank">Which column gets room first; the last is dropped if even the minimum widths do not fit.</param>
internal sealed record TableColumn(string Heading, int Width, int Least, int Rank)
{
    /// <summary>The color of a value; none unless it is meaningful.</summary>
    public Func<string, Color> ColorOf { get; init; } = _ => Color.None;

    /// <summary>The outcome of an item.</summary>
    public static TableColumn Outcome { get; } = new("OUTCOME", 15, 11, 1)
    {
        ColorOf = value => value switch
        {
            "Unlinked" or "Linked" or "Closed" or "Reopened" or "PasswordSet" => Color.Green,
            "WouldUnlink" or "WouldLink" or "WouldClose" or "WouldReopen" or "WouldSetPassword" => Color.Cyan,
            "AlreadyUnlinked" or "AlreadyLinked" or "AlreadyClosed" or "AlreadyOpen" or "NotNeeded" => Color.Dim,
            "Skipped" or "NotPossible" => Color.Yellow,
            "Failed" => Color.Red,
            _ => Color.None,
        },
    };

    /// <summary>The state of an identity that was unlinked.</summary>
    public static TableColumn State { get; } = new("STATE", 11, 10, 1) { ColorOf = value => value is "LinkedAgain" or "NewProfile" ? Color.Red : Color.None };

    /// <summary>Who has it now.</summary>
    public static TableColumn FoundUsername { get; } = new("NOW WITH", 36, 12, 5);

    public static TableColumn Username { get; } = new("USERNAME", 36, 16, 3);

    public static TableColumn Provider { get; } = new("PROVIDER", 12, 8, 2);

    public static TableColumn Subject { get; } = new("SUBJECT", 0, 16, 4);

    public static TableColumn SignInAfter { get; } = new("SIGN-IN AFTER", 13, 13, 5) { ColorOf = value => value == "None" ? Color.Yellow : Color.None };

    public static TableColumn Client { get; } = new("CLIENT", 28, 12, 3);

    public static TableColumn Recovery { get; } = new("RESET BY", 14, 9, 5);

    public static TableColumn Providers { get; } = new("PROVIDERS", 0, 16, 4);

    /// <summary>The result of a probe's question.</summary>
    public static TableColumn Result { get; } = new("RESULT", 12, 11, 1) { ColorOf = value => value switch { "Different" => Color.Yellow, "Same" => Color.Green, _ => Color.Dim } };

    public static TableColumn Question { get; } = new("QUESTION", 35, 20, 2);

    public static TableColumn Assumed { get; } = new("ASSUMED", 30, 12, 4);

    public static TableColumn Answered { get; } = new("ANSWERED", 0, 14, 3);

    public static TableColumn RequestIds { get; } = new("REQUEST IDS", 36, 36, 5);

    public static TableColumn Status { get; } = new("STATUS", 21, 9, 6);
}
