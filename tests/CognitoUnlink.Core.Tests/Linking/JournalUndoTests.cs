using System.Globalization;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Core.Tests.Linking;

public sealed class JournalUndoTests : IDisposable
{
    private readonly JournalFile _file = new();

    public void Dispose() => _file.Dispose();

    private static JournalRecord Of(string journalEvent, int item = 1) => journalEvent switch
    {
        "intent" => JournalFile.Record(item),
        "intent-to-link" => JournalFile.Record(item) with { Identities = "[]" },
        "not-readable" => JournalFile.Record(item) with { Identities = "[{" },
        "not-owned" => Of("failed", item) with { ErrorId = ErrorId.IdentityNotOwned },
        "other-user" => Of("failed", item) with { ErrorId = ErrorId.OtherUser },
        _ => JournalFile.Record(item, Enum.Parse<JournalEvent>(journalEvent.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true)) with { Identities = null },
    };

    private IEnumerable<long> Lines() => new JournalUndo(new JournalSource(_file.Path)).Records().Select(one => one.Line);

    [Theory]
    [InlineData("intent unlinked", 2)]
    [InlineData("intent unlinked intent-to-link linked", 0)]
    [InlineData("intent unlinked intent-to-link linked intent unlinked", 6)]
    [InlineData("intent unlinked intent-to-link failed", 2)]
    [InlineData("intent unlinked intent-to-link", 2)]
    [InlineData("intent unlinked skipped", 2)]
    [InlineData("intent unlinked already-unlinked", 2)]
    [InlineData("intent unlinked unlinked", 3)]
    [InlineData("intent failed", 0)]
    [InlineData("intent failed intent unlinked", 4)]
    [InlineData("already-unlinked", 0)]
    [InlineData("skipped", 0)]
    [InlineData("intent-to-link linked", 0)]
    [InlineData("intent-to-link", 0)]
    [InlineData("intent", 1)]
    [InlineData("intent intent intent", 3)]
    [InlineData("intent already-unlinked", 1)]
    [InlineData("intent not-owned", 1)]
    [InlineData("intent other-user", 1)]
    [InlineData("intent skipped", 0)]
    [InlineData("intent other-user failed", 0)]
    [InlineData("intent already-unlinked failed", 1)]
    [InlineData("intent already-unlinked skipped", 1)]
    [InlineData("intent already-unlinked intent-to-link linked", 0)]
    [InlineData("intent intent-to-link failed", 1)]
    [InlineData("intent intent-to-link", 1)]
    [InlineData("intent-to-link already-unlinked", 0)]
    [InlineData("intent failed already-unlinked", 0)]
    [InlineData("not-owned", 0)]
    [InlineData("unlinked not-owned", 1)]
    [InlineData("intent intent already-unlinked", 2)]
    [InlineData("intent unlinked intent-to-link linked intent", 5)]
    [InlineData("intent unlinked intent-to-link linked intent failed", 0)]
    public async Task An_item_is_undone_from_the_line_that_left_it_unlinked(string events, int line)
    {
        List<JournalRecord> records = [.. events.Split(' ').Select(one => Of(one))];
        await _file.WriteAsync([.. records]);
        var oneByOne = new RecordUndo<int>();
        for (var number = 1; number <= records.Count; number++)
        {
            Assert.True(oneByOne.Add(RowOf(records[number - 1]), number));
        }

        Assert.Equal(line == 0 ? [] : [(long)line], Lines());
        Assert.Equal(line == 0 ? [] : [line], oneByOne.Undone);
    }

    [Theory]
    [InlineData("intent not-readable skipped", 1)]
    [InlineData("intent not-readable failed", 1)]
    [InlineData("intent not-readable", 1)]
    [InlineData("intent not-readable linked", 0)]
    [InlineData("intent not-readable not-readable", 1)]
    [InlineData("intent not-readable unlinked", 3)]
    [InlineData("intent failed not-readable failed", 0)]
    [InlineData("not-readable intent", 2)]
    [InlineData("not-readable intent failed", 0)]
    [InlineData("not-readable failed", 0)]
    [InlineData("not-readable not-readable failed", 0)]
    [InlineData("not-readable not-readable linked", 0)]
    [InlineData("not-readable not-readable unlinked", 3)]
    public async Task An_intent_that_cannot_be_read_does_not_hide_the_one_before(string events, int line)
    {
        List<JournalRecord> records = [.. events.Split(' ').Select(one => Of(one))];
        await _file.WriteAsync([.. records]);
        var (oneByOne, problems) = OneByOne(records);

        Assert.Equal(line == 0 ? [] : [(long)line], Lines());
        Assert.Equal(line == 0 ? [] : [line], oneByOne.Undone);
        Assert.All(problems, problem => Assert.Equal(ErrorId.MalformedIdentities, problem));
    }

    [Theory]
    [InlineData("not-readable")]
    [InlineData("not-readable not-readable")]
    [InlineData("intent failed not-readable")]
    [InlineData("not-readable intent-to-link failed")]
    [InlineData("not-readable already-unlinked")]
    public async Task An_intent_that_cannot_be_read_and_has_no_outcome_is_an_error(string events)
    {
        List<JournalRecord> records = [.. events.Split(' ').Select(one => Of(one))];
        await _file.WriteAsync([.. records]);
        var (oneByOne, _) = OneByOne(records);

        Assert.Equal(ErrorId.MalformedIdentities, Assert.Throws<UnlinkException>(() => Lines().Count()).ErrorId);
        Assert.Empty(oneByOne.Undone);
    }

    [Theory]
    [InlineData("5 intent-to-link, 6 linked, 1 intent, 2 unlinked", 0)]
    [InlineData("5 already-unlinked, 1 intent", 2)]
    [InlineData("5 unlinked, 1 unlinked, 2 linked", 1)]
    [InlineData("5 linked, 6 unlinked", 2)]
    public void Records_of_a_later_journal_may_arrive_first(string lines, int undone)
    {
        var undo = new RecordUndo<int>();
        foreach (var (line, number) in lines.Split(", ").Select((line, index) => (line.Split(' '), index + 1)))
        {
            var row = RowOf(Of(line[1]));
            row.Add("Time", new DateTime(2026, 3, 29, 1, 30, line[0][0] - '0', DateTimeKind.Utc).ToString(CultureInfo.CurrentCulture));
            undo.Add(row, number);
        }

        Assert.Equal(undone == 0 ? [] : [undone], undo.Undone);
    }

    [Fact]
    public void Rows_that_are_not_records_are_left_alone() => Assert.False(new RecordUndo<int>().Add(TestRow.Of("Outcome=Unlinked"), 1));

    [Fact]
    public async Task Items_are_undone_in_the_order_they_were_unlinked()
    {
        await _file.WriteAsync(JournalFile.RunStarted(), Of("intent", 1), Of("intent", 2), Of("unlinked", 2), Of("unlinked", 1), Of("intent", 3), Of("unlinked", 3), Of("linked", 3));

        Assert.Equal([4, 5], Lines());
    }

    [Fact]
    public async Task Lines_written_after_the_journal_was_opened_are_ignored()
    {
        await _file.WriteAsync(Of("intent", 1), Of("unlinked", 1));
        var undo = new JournalUndo(new JournalSource(_file.Path));

        await _file.WriteAsync(Of("intent", 2), Of("unlinked", 2), Of("linked", 1));

        Assert.Equal([2L], undo.Records().Select(one => one.Line));
    }

    [Fact]
    public async Task A_torn_last_line_is_reported_and_a_damage_error_uses_the_given_name()
    {
        await _file.WriteAsync(Of("intent"), Of("unlinked"));
        var whole = await File.ReadAllTextAsync(_file.Path);
        _file.WriteText(whole + """{"time":""");
        var journal = new JournalSource(_file.Path);
        _ = new JournalUndo(journal);
        Assert.Equal(3, journal.TornLine?.Number);

        _file.WriteText("{}\n" + whole);
        var problem = Assert.Throws<UnlinkException>(() => new JournalUndo(new JournalSource(_file.Path, "stdin")));

        Assert.Equal(ErrorId.JournalDamaged, problem.ErrorId);
        Assert.StartsWith("Line 1 of the journal 'stdin'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Event=Unlinked", true)]
    [InlineData("Event=unlinked", true)]
    [InlineData("Event=2", true)]
    [InlineData("Event=Intent", false)]
    [InlineData("Event=", false)]
    [InlineData("Outcome=Unlinked", true)]
    [InlineData("Outcome=0", true)]
    [InlineData("Outcome=AlreadyUnlinked", false)]
    [InlineData("Outcome=WouldUnlink", false)]
    [InlineData("Username=alice", true)]
    public void Records_and_results_are_undone_only_if_they_say_unlinked(string row, bool isUndone) =>
        Assert.Equal(isUndone, UndoRule.PassedOver(TestRow.Of(row)) is null);

    [Fact]
    public async Task Several_journals_are_merged_by_time()
    {
        using var second = new JournalFile();
        await _file.WriteAsync(At(1, Of("intent", 1)), At(2, Of("unlinked", 1)), At(1, Of("intent", 2)), At(2, Of("unlinked", 2)), At(3, Of("intent", 3)));
        await second.WriteAsync(At(5, Of("intent-to-link", 1)), At(6, Of("linked", 1)), At(7, Of("failed", 3)), At(7, Of("intent", 4)), At(8, Of("unlinked", 4)));

        foreach (var (first, other) in new[] { (_file, second), (second, _file) })
        {
            var undo = new JournalUndo(new JournalSource(first.Path), new JournalSource(other.Path));
            Assert.Equal(["user-2", "user-4"], undo.Records(0).Concat(undo.Records(1)).Select(one => one.Record.Username).Order());
        }
    }

    [Fact]
    public async Task A_journal_and_its_copies_undo_each_item_once()
    {
        using var copy = new JournalFile();
        using var end = new JournalFile();
        JournalRecord[] lines = [At(2, Of("intent", 1)), At(1, Of("intent", 2)), At(3, Of("unlinked", 2)), At(3, Of("unlinked", 1)), At(2, Of("intent", 3)), At(4, Of("linked", 2))];
        await _file.WriteAsync(lines);
        await copy.WriteAsync(lines[..4]);
        await end.WriteAsync(lines[3..]);

        var undo = new JournalUndo(new JournalSource(copy.Path), new JournalSource(_file.Path), new JournalSource(_file.Path), new JournalSource(end.Path));

        Assert.Equal(["user-1", "user-3"], Enumerable.Range(0, 4).SelectMany(undo.Records).Select(one => one.Record.Username).Order());
    }

    private static (RecordUndo<int> Undo, List<string> Problems) OneByOne(List<JournalRecord> records)
    {
        var undo = new RecordUndo<int>();
        List<string> problems = [];
        for (var number = 1; number <= records.Count; number++)
        {
            try
            {
                undo.Add(RowOf(records[number - 1]), number);
            }
            catch (UnlinkException problem)
            {
                problems.Add(problem.ErrorId);
            }
        }

        return (undo, problems);
    }

    private static TextRow RowOf(JournalRecord record)
    {
        var row = new TextRow();
        row.Add("Event", $"{record.Event}");
        row.Add("UserPoolId", record.UserPoolId);
        row.Add("Username", record.Username);
        row.Add("ProviderName", record.ProviderName);
        row.Add("ProviderAttributeValue", record.ProviderAttributeValue);
        row.Add("Identities", record.Identities);
        row.Add("ErrorId", record.ErrorId);
        return row;
    }

    private static JournalRecord At(int millisecond, JournalRecord record) => record with { Time = new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc).AddMilliseconds(millisecond) };
}
