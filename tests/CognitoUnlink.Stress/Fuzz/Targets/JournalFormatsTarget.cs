using System.Text;
using CognitoUnlink.Errors;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>
/// A journal that several versions have written one after another: lines in newer formats do not change what a line means, and a line says
/// where it was made if its own run does.
/// </summary>
internal sealed class JournalFormatsTarget : FuzzTarget
{
    private const string Time = "{\"time\":\"2026-01-01T00:00:00.0000000Z\",\"run\":\"";
    private const string Pool = "us-east-1_LocalPool";

    private static readonly string[] s_places =
    [
        "{\"kind\":\"aws\",\"partition\":\"aws\",\"region\":\"us-east-1\",\"host\":\"cognito-idp.us-east-1.amazonaws.com\"}",
        "{\"kind\":\"other\",\"host\":\"127.0.0.1:9229\",\"instance\":\"11111111-1111-1111-1111-111111111111\"}",
        "{\"kind\":\"other\",\"host\":\"moto.example\"}", "{\"kind\":\"aws\"}", "null", "7",
    ];

    public override string Name => "journal-formats";

    protected override IReadOnlyList<string> Tokens =>
        ["\"format\":1,", "\"format\":2,", "\"format\":3,", "\"format\":-1,", "\"place\":", "\"host\":", "\"run\":\"one\"", "\"run-place\"", "\"run-started\"", "\"app-client-changed\"", .. s_places];

    public override void Check(byte[] input)
    {
        using var file = new ScratchFile(input);
        var reader = new JournalReader(file.Path, "fuzz");
        List<(long Line, JournalRecord Record)> lines = [];
        try
        {
            lines.AddRange(reader.Read().Select(record => (reader.LineNumber, record)));
        }
        catch (UnlinkException problem) when (problem.ErrorId is ErrorId.JournalDamaged or ErrorId.JournalTooNew)
        {
            return;
        }

        CheckPlaces([.. lines.Select(line => line.Record)]);
        CheckWithoutOthers(input, lines, reader.TornLine);
        var state = new JournalState();
        lines.ForEach(line => state.Add(line.Record));
        try
        {
            foreach (var (line, record) in new JournalUndo(new JournalSource(file.Path)).Records())
            {
                Require(lines.Contains((line, record)), $"The undo reads line {line} as something else.");
            }
        }
        catch (UnlinkException problem) when (problem.ErrorId == ErrorId.MalformedIdentities)
        {
            // It is in an intent that no outcome follows.
        }
    }

    protected override byte[] Valid(Random random)
    {
        var file = new StringBuilder();
        foreach (var run in (string[])["one", "two", "three"])
        {
            var isNew = random.Chance(2);
            Line(isNew ? $"run-started\",\"format\":2,\"place\":{random.Pick(s_places)},\"settings\":{{\"version\":\"0.2.0\"}}}}" : "run-started\",\"settings\":{\"version\":\"0.1.0\",\"task\":\"unlink\"}}");
            for (var count = random.Next(5); count > 0; count--)
            {
                var pool = random.Chance(3) ? "us-east-1_Other" : Pool;
                if (isNew && random.Chance(3))
                {
                    Line($"run-place\",\"place\":{random.Pick(s_places)},\"userPoolId\":\"{pool}\"}}");
                }

                if (random.Chance(3))
                {
                    Line("app-client-changed\",\"clientId\":\"c\",\"providerName\":[\"Okta\"]}");
                }

                Line($"{random.Pick(["intent", "unlinked", "linked", "failed", "skipped"])}\",\"userPoolId\":\"{pool}\",\"username\":\"carlos\",\"providerName\":\"Okta\",\"providerAttributeName\":\"Cognito_Subject\",\"providerAttributeValue\":\"{random.Next(3)}\",\"identities\":\"[]\"}}");
            }

            void Line(string rest) => file.Append(Time).Append(run).Append("\",\"event\":\"").Append(rest).Append('\n');
        }

        return Encoding.UTF8.GetBytes(file.ToString());
    }

    private static void CheckPlaces(List<JournalRecord> records)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            if (!JournalEvents.IsAboutItem(record.Event))
            {
                continue;
            }

            var before = records.Take(i).Where(other => other.Run == record.Run && other.Place is not null).ToList();
            var expected = before.FindLast(other => other.Event == JournalEvent.RunPlace && other.UserPoolId == record.UserPoolId)?.Place
                ?? before.FindLast(other => other.Event == JournalEvent.RunStarted)?.Place;
            Require(record.Place == expected, $"Record {i} is placed at {record.Place}.");
            Require(record.Place is null || Place.Read(record.Place.ToString()) is not { } read || read.IsSameAs(record.Place), $"{record.Place} is read as something else.");
        }
    }

    /// <summary>Lines that are ignored may as well be missing.</summary>
    private static void CheckWithoutOthers(byte[] input, List<(long Line, JournalRecord Record)> lines, JournalTornLine? torn)
    {
        var known = lines.Select(line => line.Line).ToHashSet();
        var rest = torn is null ? input : input[..(int)torn.Offset];
        var kept = new List<byte>();
        long number = 1;
        foreach (var line in rest.AsSpan().Split((byte)'\n'))
        {
            if (known.Contains(number++))
            {
                kept.AddRange(rest[line]);
                kept.Add((byte)'\n');
            }
        }

        using var file = new ScratchFile([.. kept]);
        Require(new JournalReader(file.Path).Read().SequenceEqual(lines.Select(line => line.Record)), "Without the ignored lines, the others mean something else.");
    }
}
