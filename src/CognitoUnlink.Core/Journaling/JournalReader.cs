using System.Text.Json;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Journaling;

/// <summary>Reads a journal line by line, even while it is being written.</summary>
/// <param name="path">The file.</param>
/// <param name="name">The name in errors; null for the path.</param>
public sealed class JournalReader(string path, string? name = null)
{
    private readonly string _name = name ?? path;
    private readonly List<long> _tooLong = [];
    private RunPlaces _places = new();

    /// <summary>The last line, if it is incomplete; known once everything has been read.</summary>
    public JournalTornLine? TornLine { get; private set; }

    /// <summary>The number of the line that the latest record was read from, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>
    /// The numbers of the lines read so far that exceed the maximum length (<see cref="JournalFormat.LongestLine"/>) and were skipped. Version
    /// 0.1 could write them.
    /// </summary>
    public IReadOnlyList<long> TooLong => _tooLong;

    /// <summary>The warning about skipped lines; null for none.</summary>
    public string? Warning => JournalErrors.PassedOver(_name, _tooLong);

    /// <summary>The records in file order, without lines of kinds that this version does not know. Memory does not grow with their number.</summary>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotReadable"/>; <see cref="ErrorId.JournalDamaged"/>, with the line's number; <see cref="ErrorId.JournalTooNew"/>.
    /// </exception>
    public IEnumerable<JournalRecord> Read()
    {
        TornLine = null;
        _tooLong.Clear();
        _places = new RunPlaces();
        using var lines = Open();
        JournalRecord? record = null;
        while ((record = Next(lines, record)) is not null)
        {
            yield return record;
        }
    }

    private JournalLines Open()
    {
        try
        {
            // Other writers are allowed too, as they would allow us.
            return new JournalLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan));
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            throw JournalErrors.NotReadable(_name, path, problem);
        }
    }

    private JournalRecord? Next(JournalLines lines, JournalRecord? previous)
    {
        try
        {
            while (lines.Read())
            {
                LineNumber = lines.Number;
                if (lines is { IsTooLong: true, Number: 1 } && !JournalLineParser.IsBeginning(lines.Current))
                {
                    throw new FormatException($"it is longer than {JournalFormat.LongestLine} bytes");
                }

                if (!lines.IsEnded)
                {
                    return Torn(lines);
                }

                if (lines.IsTooLong)
                {
                    _tooLong.Add(lines.Number);
                    continue;
                }

                if (JournalLineParser.Parse(lines.Current, previous, _places) is { } record)
                {
                    return record.Format > JournalFormat.Current ? throw JournalErrors.TooNew(_name, record) : record;
                }
            }

            return null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException && lines.IsLast())
        {
            return Torn(lines);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            throw Damaged(lines, problem);
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            throw JournalErrors.NotReadable(_name, path, problem);
        }
    }

    private UnlinkException Damaged(JournalLines lines, Exception problem) =>
        IsCsv(lines) ? JournalErrors.IsCsv(_name) : JournalErrors.Damaged(_name, lines.Number, problem);

    // This product's CSV output, which is easily given instead of the journal.
    private static bool IsCsv(JournalLines lines) =>
        lines.Number == 1 && !lines.Current.StartsWith("{"u8) && (lines.Current.IndexOf("Username"u8) >= 0 || lines.Current.IndexOf("ProviderName"u8) >= 0);

    private JournalRecord? Torn(JournalLines lines)
    {
        // A torn line is cut off when a journal is opened for writing; nothing must be cut off another file.
        if (lines.Number == 1 && !JournalLineParser.IsBeginning(lines.Current))
        {
            throw Damaged(lines, new FormatException("it does not begin like a line of a journal"));
        }

        TornLine = new JournalTornLine(lines.Number, lines.Offset, lines.Length);
        return null;
    }
}

/// <summary>One of several journals that are read as one.</summary>
/// <param name="path">The file.</param>
/// <param name="name">The name in reports and errors; null for the path.</param>
/// <param name="cancellationToken">Cancels the read.</param>
public sealed class JournalSource(string path, string? name = null, CancellationToken cancellationToken = default)
{
    /// <summary>The name in reports and errors.</summary>
    public string Name { get; } = name ?? path;

    /// <summary>The file's name without its folder.</summary>
    public string FileName { get; } = Path.GetFileName(path);

    /// <summary>The number of the latest line that was read.</summary>
    public long Lines { get; private set; }

    /// <summary>The last line, if it is incomplete.</summary>
    public JournalTornLine? TornLine { get; private set; }

    /// <summary>The warning about lines that were too long and skipped; null for none. Known once everything has been read.</summary>
    public string? Warning { get; private set; }

    internal IEnumerable<JournalRecord> Read()
    {
        var reader = new JournalReader(path, Name);
        foreach (var record in reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Lines = reader.LineNumber;
            yield return record;
        }

        TornLine = reader.TornLine;
        Warning = JournalErrors.PassedOver(Name, reader.TooLong);
    }

    /// <summary>Reads the same lines again, without those written since.</summary>
    internal IEnumerable<(long Line, JournalRecord Record)> ReadAgain()
    {
        var reader = new JournalReader(path, Name);
        foreach (var record in reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.LineNumber > Lines)
            {
                yield break;
            }

            yield return (reader.LineNumber, record);
        }
    }
}

/// <summary>Merges the lines of several journals by time. Each journal keeps its own order, and a line shared by copies of a journal comes once.</summary>
internal static class JournalMerge
{
    public static IEnumerable<(int Journal, long Line, JournalRecord Record)> Read(IReadOnlyList<JournalSource> journals)
    {
        var open = journals.Select(journal => journal.Read().GetEnumerator()).ToList();
        try
        {
            // Lines get their time before they are queued, so one may be older than its predecessor. What counts is the latest time so far.
            var reached = new DateTime[open.Count];
            var heads = new PriorityQueue<int, (DateTime Time, long Line, int Journal)>();
            for (var journal = 0; journal < open.Count; journal++)
            {
                Advance(journal);
            }

            var recent = open.Count > 1 ? new RecentLines() : null;
            while (heads.TryDequeue(out var journal, out var head))
            {
                var record = open[journal].Current;
                // A partial copy may lack the line that says where its run was made.
                if (recent?.Add(JournalEvents.IsAboutItem(record.Event) ? record with { Place = null } : record, head.Time) != false)
                {
                    yield return (journal, head.Line, record);
                }

                Advance(journal);
            }

            void Advance(int journal)
            {
                if (open[journal].MoveNext())
                {
                    var time = open[journal].Current.Time;
                    reached[journal] = time > reached[journal] ? time : reached[journal];
                    heads.Enqueue(journal, (reached[journal], journals[journal].Lines, journal));
                }
            }
        }
        finally
        {
            open.ForEach(each => each.Dispose());
        }
    }

    /// <summary>The lines of the last second, to recognize copies.</summary>
    private sealed class RecentLines
    {
        private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(1);

        private readonly HashSet<JournalRecord> _lines = [];
        private readonly Queue<(DateTime Time, JournalRecord Line)> _byTime = new();

        /// <summary>Adds a line.</summary>
        /// <returns>False if it was already there.</returns>
        public bool Add(JournalRecord line, DateTime time)
        {
            while (_byTime.TryPeek(out var oldest) && time - oldest.Time > s_kept)
            {
                _lines.Remove(_byTime.Dequeue().Line);
            }

            if (!_lines.Add(line))
            {
                return false;
            }

            _byTime.Enqueue((time, line));
            return true;
        }
    }
}
