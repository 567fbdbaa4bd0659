using System.Collections.Concurrent;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Core.Tests.Journaling;

public sealed class JournalWriterTests : IDisposable
{
    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public async Task Only_the_owner_can_read_and_write_a_new_journal()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access lists instead of modes.");
            return;
        }

        await _journal.WriteAsync(JournalFile.RunStarted());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_journal.Path));
    }

    [Fact]
    public async Task An_existing_journal_is_read_and_continued()
    {
        await _journal.WriteAsync(JournalFile.RunStarted(), JournalFile.Record(1));
        List<JournalRecord> shown = [];

        await using (var writer = JournalWriter.Open(_journal.Path, shown.Add))
        {
            await writer.AppendAsync(JournalFile.Record(2));
            Assert.Null(writer.TornLine);
        }

        Assert.Equal([JournalFile.RunStarted(), JournalFile.Record(1)], shown);
        Assert.Equal([.. shown, JournalFile.Record(2)], _journal.Read());
    }

    [Fact]
    public async Task A_torn_line_is_removed_wherever_it_breaks_off()
    {
        await _journal.WriteAsync(JournalFile.Record(1));
        var before = new FileInfo(_journal.Path).Length;
        await _journal.WriteAsync(JournalFile.Record(2));
        var whole = File.ReadAllBytes(_journal.Path);

        for (var length = before + 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(_journal.Path, whole[..(int)length]);
            await using (var writer = JournalWriter.Open(_journal.Path))
            {
                Assert.Equal(new JournalTornLine(2, before, length - before), writer.TornLine);
            }

            Assert.Equal(before, new FileInfo(_journal.Path).Length);
        }

        await _journal.WriteAsync(JournalFile.Record(3));
        Assert.Equal([JournalFile.Record(1), JournalFile.Record(3)], _journal.Read());
    }

    [Theory]
    [InlineData("Username,ProviderName,Subject\nalice,Okta,a\n")]
    [InlineData("Username,ProviderName,Subject\n")]
    [InlineData("alice")]
    [InlineData("{\"Username\":\"alice\"}\n")]
    public void A_file_that_is_not_a_journal_is_refused_and_left_unchanged(string text)
    {
        _journal.WriteText(text);

        Assert.Equal(ErrorId.JournalDamaged, Assert.Throws<UnlinkException>(() => JournalWriter.Open(_journal.Path)).ErrorId);

        Assert.Equal(text, File.ReadAllText(_journal.Path));
        Assert.Empty(_journal.FilesBeside);
    }

    [Fact]
    public async Task Many_callers_share_flushes_and_every_record_is_written_once()
    {
        const int Callers = 32, Each = 250;
        var flushes = new ConcurrentDictionary<Task, bool>();
        await using (var writer = JournalWriter.Open(_journal.Path))
        {
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    // Records flushed together share one task.
                    var append = writer.AppendAsync(JournalFile.Record((caller * Each) + i));
                    flushes[append] = true;
                    await append;
                }
            })));
        }

        var records = _journal.Read();
        Assert.Equal(Enumerable.Range(0, Callers * Each).Select(number => JournalFile.Record(number)), records.OrderBy(record => record.Time));
        Assert.InRange(flushes.Count, Each, (Callers * Each) - 1);
        foreach (var caller in records.GroupBy(record => (record.Time - JournalFile.Record(0).Time).Ticks / Each))
        {
            Assert.Equal(caller.OrderBy(record => record.Time), caller);
        }
    }

    [Fact]
    public async Task A_record_that_is_too_long_is_refused_without_affecting_others()
    {
        var longest = JournalFormat.LongestLine - 300;
        await using (var writer = JournalWriter.Open(_journal.Path))
        {
            await writer.AppendAsync(JournalFile.Record(1), TestContext.Current.CancellationToken);

            var error = await Assert.ThrowsAsync<UnlinkException>(() => writer.AppendAsync(
                JournalFile.Record(2) with { Identities = new string('\u0001', longest / 6) + new string('x', 600) }, TestContext.Current.CancellationToken));

            Assert.Equal((ErrorId.RowTooLong, FailureScope.Item), (error.ErrorId, error.Scope));
            Assert.Contains("about user 'user-2' would have", error.Message, StringComparison.Ordinal);
            await writer.AppendAsync(JournalFile.Record(3) with { Identities = new string('\u0001', (longest / 6) - 100) }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["user-1", "user-3"], _journal.Read().Select(record => record.Username));
        await using var next = JournalWriter.Open(_journal.Path);
        Assert.Empty(next.TooLong);
    }

    [Fact]
    public async Task Lines_are_written_in_the_order_of_the_calls()
    {
        JournalRecord[] records = [.. Enumerable.Range(0, 2000).Select(number => JournalFile.Record(number))];
        await using (var writer = JournalWriter.Open(_journal.Path))
        {
            await Task.WhenAll(records.Select(record => writer.AppendAsync(record)));
        }

        Assert.Equal(records, _journal.Read());
    }

    [Fact]
    public async Task Queued_records_are_written_in_order_and_before_the_file_is_closed()
    {
        await using (var writer = JournalWriter.Open(_journal.Path))
        {
            await writer.QueueAsync(JournalFile.Record(0));
            Assert.Equal([JournalFile.Record(0)], _journal.Read());

            _ = writer.QueueAsync(JournalFile.Record(1));
            await writer.AppendAsync(JournalFile.Record(2));
            _ = writer.QueueAsync(JournalFile.Record(3));
        }

        Assert.Equal(Enumerable.Range(0, 4).Select(number => JournalFile.Record(number)), _journal.Read());
    }

    [Fact]
    public async Task A_record_can_be_read_as_soon_as_it_is_appended()
    {
        await using var writer = JournalWriter.Open(_journal.Path);
        for (var number = 0; number < 50; number++)
        {
            await writer.AppendAsync(JournalFile.Record(number));

            Assert.Equal(number + 1, _journal.Read(out var torn).Count);
            Assert.Null(torn);
        }
    }

    [Fact]
    public async Task Reading_during_writing_finds_at_most_a_torn_last_line()
    {
        const int Groups = 100, Each = 40;
        var isRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            await using var writer = JournalWriter.Open(_journal.Path);
            for (var group = 0; group < Groups; group++)
            {
                // The second half waits until the reader has found part of the first.
                await (group == Groups / 2 ? isRead.Task.WaitAsync(TimeSpan.FromMinutes(1)) : Task.CompletedTask);
                await Task.WhenAll(Enumerable.Range(group * Each, Each).Select(number => writer.AppendAsync(JournalFile.Record(number))));
            }
        });

        List<int> counts = [];
        try
        {
            while (!writing.IsCompleted)
            {
                if (File.Exists(_journal.Path))
                {
                    var records = _journal.Read();
                    Assert.Equal(Enumerable.Range(0, records.Count).Select(number => JournalFile.Record(number)), records);
                    counts.Add(records.Count);
                    if (records.Count > 0)
                    {
                        isRead.TrySetResult();
                    }
                }
            }
        }
        finally
        {
            isRead.TrySetResult();
            await writing;
        }

        Assert.Equal(Groups * Each, _journal.Read().Count);
        Assert.Contains(counts, count => count is > 0 and < Groups * Each);
        Assert.Equal(counts.Order(), counts);
    }

    [Fact]
    public async Task Closing_waits_for_appended_records_and_then_refuses_more()
    {
        var writer = JournalWriter.Open(_journal.Path);
        var appends = Enumerable.Range(0, 500).Select(number => writer.AppendAsync(JournalFile.Record(number))).ToList();

        await writer.DisposeAsync();

        Assert.Equal(500, _journal.Read().Count);
        await Task.WhenAll(appends);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.AppendAsync(JournalFile.Record(1)));
        await writer.DisposeAsync();
        Assert.Empty(_journal.FilesBeside);
    }

    [Fact]
    public async Task A_cancelled_record_is_not_written()
    {
        await using (var writer = JournalWriter.Open(_journal.Path))
        {
            await Assert.ThrowsAsync<TaskCanceledException>(() => writer.AppendAsync(JournalFile.Record(1), new CancellationToken(canceled: true)));
            await writer.AppendAsync(JournalFile.Record(2));
        }

        Assert.Equal([JournalFile.Record(2)], _journal.Read());
    }

    [Fact]
    public async Task A_journal_with_only_a_byte_order_mark_keeps_it_and_can_be_continued()
    {
        _journal.WriteText("\uFEFF");

        await _journal.WriteAsync(JournalFile.Record(1));

        Assert.Equal([.. "\uFEFF{"u8], File.ReadAllBytes(_journal.Path)[..4]);
        Assert.Equal([JournalFile.Record(1)], _journal.Read());
    }
}
