using CognitoUnlink.Errors;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>
/// A journal file with any content, and what can still be read when it is cut off anywhere or one byte is damaged.
/// </summary>
internal sealed class JournalTarget : FuzzTarget
{
    private const int Cuts = 6;

    public override string Name => "journal";

    protected override IReadOnlyList<string> Tokens =>
    [
        "{\"time\":\"", "\"run\":", "\"event\":\"", "\"intent\"", "\"unlinked\"", "\"identities\":", "\"attempts\":", "\"reason\":null,", "\"format\":2,", "\"format\":3,", "\"place\":{\"host\":\"h\"},", "\"run-place\"", "\"of-another-kind\"", "\n{\"time\":\"2026-01-01T00:00:00Z\",\"run\":\"r\",\"event\":\"run-started\"}\n",
    ];

    public override void Check(byte[] input)
    {
        var random = new Random(input.Length);
        var whole = Read(input);
        if (whole.Problem is not null)
        {
            return;
        }

        Require(whole.Records.Count <= input.Count((byte)'\n'), "There are more records than lines.");
        Require(whole.Torn is null || whole.Torn.Offset + whole.Torn.Length == input.Length, "The torn line is not at the end.");
        CheckWritten(whole.Records);
        for (var cut = 0; cut < Cuts && input.Length > 0; cut++)
        {
            CheckPrefix(input[..random.Next(input.Length)], whole);
            CheckDamage(input, random.Next(input.Length), (byte)random.Next(256), whole);
        }
    }

    protected override byte[] Valid(Random random)
    {
        using var formatter = new JournalLineFormatter();
        var file = new List<byte>(random.Chance(20) ? "\uFEFF"u8.ToArray() : []);
        foreach (var record in JournalRecords.Any(random))
        {
            file.AddRange(formatter.Format(record));
        }

        return [.. file];
    }

    private static void CheckWritten(IReadOnlyList<JournalRecord> records)
    {
        using var formatter = new JournalLineFormatter();
        var written = records.SelectMany(record => formatter.Format(record).ToArray()).ToArray();
        var again = Read(written);
        Require(again.Problem is null && again.Torn is null && again.Records.SequenceEqual(records), "What is written is read as something else.");
    }

    /// <summary>A file that was cut off has the same records for each complete line, and reports only that the last line is torn.</summary>
    private static void CheckPrefix(byte[] prefix, Reading whole)
    {
        var lines = prefix.Count((byte)'\n');
        var read = Read(prefix);
        if (read.Problem is not null)
        {
            // The byte order mark is cut in the middle, or the only line does not belong to a journal.
            Require(lines == 0, $"A journal cut off after {lines} lines cannot be read: {read.Problem.Message}");
            return;
        }

        // A line that was already torn in the complete file may have line ends after it.
        Require(read.Records.SequenceEqual(whole.Before(lines + 1)), $"A journal cut off after {lines} lines is read as {read.Records.Count}.");
    }

    /// <summary>A wrong byte is reported with its line number, or changes only what its own line says.</summary>
    private static void CheckDamage(byte[] input, int at, byte damage, Reading whole)
    {
        byte[] damaged = [.. input];
        damaged[at] = damage;
        var line = input.AsSpan(0, at).Count((byte)'\n') + 1;
        var read = Read(damaged);
        if (read.Problem is not null)
        {
            Require(
                read.Problem.ErrorId == ErrorId.JournalTooNew || read.Problem.Message.StartsWith($"Line {line} ", StringComparison.Ordinal) || read.Problem.Message.StartsWith($"Line {line + 1} ", StringComparison.Ordinal)
                || whole.Torn is not null,
                $"Damage in line {line}: {read.Problem.Message}");
            return;
        }

        Require(read.Before(line).SequenceEqual(whole.Before(line)), $"Damage in line {line} changes lines before it.");
        if (read.Torn is null && whole.Torn is null)
        {
            // A new line end moves everything after it.
            var moved = damage == '\n' || input[at] == '\n';
            Require(moved || read.Behind(line).SequenceEqual(whole.Behind(line)), $"Damage in line {line} goes unnoticed and changes lines after it.");
        }
    }

    private static Reading Read(byte[] content)
    {
        using var file = new ScratchFile(content);
        var reader = new JournalReader(file.Path, "fuzz");
        List<(long Line, JournalRecord Record)> lines = [];
        try
        {
            lines.AddRange(reader.Read().Select(record => (reader.LineNumber, record)));
            return new(lines, reader.TornLine, null);
        }
        catch (UnlinkException problem) when (problem.ErrorId is ErrorId.JournalDamaged or ErrorId.JournalTooNew)
        {
            Require(
                problem.ErrorId == ErrorId.JournalTooNew || problem.Message.StartsWith($"Line {reader.LineNumber} of the journal 'fuzz' is damaged: ", StringComparison.Ordinal),
                problem.Message);
            return new(lines, null, problem);
        }
    }

    private sealed record Reading(IReadOnlyList<(long Line, JournalRecord Record)> Lines, JournalTornLine? Torn, UnlinkException? Problem)
    {
        public IReadOnlyList<JournalRecord> Records { get; } = [.. Lines.Select(line => line.Record)];

        public IEnumerable<JournalRecord> Before(long line) => Lines.Where(each => each.Line < line).Select(each => each.Record);

        // The first line of a run says where it was made.
        public IEnumerable<JournalRecord> Behind(long line) => Lines.Where(each => each.Line > line).Select(each => each.Record with { Place = null });
    }
}
