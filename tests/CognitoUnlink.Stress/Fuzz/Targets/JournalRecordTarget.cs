using System.Text.Json;
using System.Text.Json.Serialization;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>Records as JSON, passed through the journal writer and reader, and then what resume and undo make of them.</summary>
internal sealed class JournalRecordTarget : FuzzTarget
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) } };

    public override string Name => "journal-record";

    protected override IReadOnlyList<string> Tokens => ["\"Unlinked\"", "\"Linked\"", "\"Intent\"", "\"Failed\"", "\"Username\":null", "\"1111\"", "\"2222\"", "},{"];

    public override void Check(byte[] input)
    {
        if (Records(input) is not { } records)
        {
            return;
        }

        using var formatter = new JournalLineFormatter();
        using var file = new ScratchFile(records.SelectMany(record => formatter.Format(record).ToArray()).ToArray());
        var reader = new JournalReader(file.Path);
        Require(reader.Read().SequenceEqual(records) && reader.TornLine is null, "What is written is read as something else.");
        CheckResume(records);
        CheckUndo(records, new JournalUndo(new JournalSource(file.Path)));
    }

    protected override byte[] Valid(Random random) => JsonSerializer.SerializeToUtf8Bytes(JournalRecords.Any(random), s_json);

    /// <summary>The records that a run could have written; null if the input contains anything else.</summary>
    private static List<JournalRecord>? Records(byte[] input)
    {
        try
        {
            return JsonSerializer.Deserialize<List<JournalRecord?>>(input, s_json) is { } records
                && records.TrueForAll(record => record is { Run: not null } && (!IsAboutItem(record)
                    || record is { UserPoolId: not null, ProviderName: not null, ProviderAttributeName: not null, ProviderAttributeValue: not null }))
                ? records.ConvertAll(record => record! with { Time = Utc(record.Time), Format = null, Place = null })
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTime Utc(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static void CheckResume(List<JournalRecord> records)
    {
        var state = new JournalState();
        records.ForEach(state.Add);
        var items = records.Where(IsAboutItem).GroupBy(ItemOf).ToList();
        foreach (var item in items)
        {
            var last = item.Last();
            Require(state.Latest(item.Key) == last.Event, $"The latest of {item.Key} is not {last.Event}.");
            Require(last.Event != JournalEvent.Intent || state.OpenIntents.Contains(last), $"The open intent of {item.Key} is a different one.");
        }

        Require(state.OpenIntents.Count == items.Count(item => item.LastOrDefault(record => !SaysNothingOfIntent(record))?.Event == JournalEvent.Intent), "There are other open intents.");
    }

    // A run found the identity gone, or the row meant another user.
    private static bool SaysNothingOfIntent(JournalRecord record) => record.Event == JournalEvent.AlreadyUnlinked
        || record is { Event: JournalEvent.Failed, ErrorId: Errors.ErrorId.IdentityNotOwned or Errors.ErrorId.OtherUser };

    /// <summary>Each item occurs once: with its last unlink that no link followed, or with an intent to unlink if no outcome followed.</summary>
    private static void CheckUndo(List<JournalRecord> records, JournalUndo undo)
    {
        var expected = records.Select((record, index) => (Line: index + 1L, Record: record)).Where(line => IsAboutItem(line.Record)).GroupBy(line => ItemOf(line.Record))
            .SelectMany(item =>
            {
                var sinceLinked = item.Reverse().TakeWhile(line => line.Record.Event != JournalEvent.Linked).ToList();
                var unlinked = sinceLinked.FirstOrDefault(line => line.Record.Event == JournalEvent.Unlinked);
                return unlinked.Record is not null ? [unlinked] : Open([.. sinceLinked.AsEnumerable().Reverse()]) is { Record: not null } open ? [open] : Array.Empty<(long, JournalRecord)>();
            })
            .OrderBy(line => line.Item1).ToList();
        List<(long, JournalRecord)> found = [];
        try
        {
            found.AddRange(undo.Records());
        }
        catch (Errors.UnlinkException problem) when (problem.ErrorId == Errors.ErrorId.MalformedIdentities)
        {
            return;
        }

        Require(found.SequenceEqual(expected), $"An undo uses lines {string.Join(", ", found.Select(line => line.Item1))}, not {string.Join(", ", expected.Select(line => line.Item1))}.");
    }

    /// <summary>The intent that a first sign of the identity's absence left without an outcome; otherwise the last one, if it has none.</summary>
    private static (long Line, JournalRecord Record) Open(List<(long Line, JournalRecord Record)> lines)
    {
        (long Line, JournalRecord Record) open = default;
        foreach (var line in lines)
        {
            var isIntent = line.Record.Event == JournalEvent.Intent;
            if (isIntent && OpenIntentIsToUnlink(line.Record))
            {
                open = line;
            }
            else if (open.Record is not null && (isIntent || (SaysNothingOfIntent(line.Record) && line.Record.ErrorId != Errors.ErrorId.OtherUser) || line.Record.Event == JournalEvent.AlreadyUnlinked))
            {
                return open;
            }
            else if (!SaysNothingOfIntent(line.Record))
            {
                open = default;
            }
        }

        return open;
    }

    private static bool OpenIntentIsToUnlink(JournalRecord intent)
    {
        try
        {
            return OpenIntent.IsToUnlink(intent);
        }
        catch (Errors.UnlinkException)
        {
            return false;
        }
    }

    private static bool IsAboutItem(JournalRecord record) => record.Event
        is JournalEvent.Intent or JournalEvent.Unlinked or JournalEvent.AlreadyUnlinked or JournalEvent.Skipped or JournalEvent.Failed or JournalEvent.Linked;

    private static JournalItem ItemOf(JournalRecord record) => new(record.UserPoolId!, record.Username, record.ProviderName!, record.ProviderAttributeValue!);
}
