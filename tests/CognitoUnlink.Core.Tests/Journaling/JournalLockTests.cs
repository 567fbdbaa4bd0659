using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.TestSupport;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Journaling;

public sealed class JournalLockTests : IDisposable
{
    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public async Task A_second_writer_is_refused_with_the_name_of_the_first()
    {
        await using (JournalWriter.Open(_journal.Path))
        {
            var error = Assert.Throws<UnlinkException>(() => JournalWriter.Open(_journal.Path));

            Assert.Equal(ErrorId.JournalInUse, error.ErrorId);
            Assert.StartsWith($"The journal '{_journal.Path}' is being written by process {Environment.ProcessId} (", error.Message, StringComparison.Ordinal);
            Assert.Contains($" on {Environment.MachineName}, started ", error.Message, StringComparison.Ordinal);
        }

        await using var next = JournalWriter.Open(_journal.Path);
        await next.AppendAsync(JournalFile.Record(1));
    }

    [Fact]
    public async Task Only_the_journal_is_left_after_closing()
    {
        await using (JournalWriter.Open(_journal.Path))
        {
            Assert.Equal(["run.jsonl.holder", "run.jsonl.lock"], _journal.FilesBeside);
        }

        Assert.Empty(_journal.FilesBeside);
    }

    [Fact]
    public async Task A_symbolic_link_to_the_file_is_the_same_journal()
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var link = _journal.Path + ".link";
        File.CreateSymbolicLink(link, _journal.Path);

        await using var writer = JournalWriter.Open(link);

        Assert.Equal(_journal.Path, writer.Path);
        Assert.Equal(ErrorId.JournalInUse, Assert.Throws<UnlinkException>(() => JournalWriter.Open(_journal.Path)).ErrorId);
    }

    [Fact]
    public async Task Files_left_by_a_crash_do_not_block_the_journal()
    {
        File.WriteAllText(_journal.Path + ".lock", string.Empty);
        File.WriteAllText(_journal.Path + ".holder", "process 1");

        await using (JournalWriter.Open(_journal.Path))
        {
            Assert.Contains($"process {Environment.ProcessId} ", File.ReadAllText(_journal.Path + ".holder"), StringComparison.Ordinal);
        }

        Assert.Empty(_journal.FilesBeside);
    }

    [Fact]
    public async Task Another_process_holds_the_journal_until_it_is_killed()
    {
        using var another = await AnotherProcess.OpenAsync(_journal.Path);

        var error = Assert.Throws<UnlinkException>(() => JournalWriter.Open(_journal.Path));
        Assert.Equal(ErrorId.JournalInUse, error.ErrorId);
        Assert.Contains(another.Name, error.Message, StringComparison.Ordinal);

        await another.KillAsync();
        await using (var writer = JournalWriter.Open(_journal.Path))
        {
            await writer.AppendAsync(JournalFile.Record(1));
        }

        Assert.Equal([JournalFile.Record(1)], _journal.Read());
        Assert.Empty(_journal.FilesBeside);
    }

    [Fact]
    public async Task A_lock_held_by_another_process_also_covers_a_hard_link()
    {
        Skip.Unless(OperatingSystem.IsLinux(), "Needs ln and locks on parts of files.");
        using var another = await AnotherProcess.OpenAsync(_journal.Path);
        var link = _journal.Path + ".link";
        await Tool.RunAsync("ln", [_journal.Path, link]);

        Assert.Equal(ErrorId.JournalInUse, Assert.Throws<UnlinkException>(() => JournalWriter.Open(link)).ErrorId);

        _ = new JournalReader(link).Read().Count();
        await another.KillAsync();
        await using var writer = JournalWriter.Open(link);
        await writer.AppendAsync(JournalFile.Record(1));
    }

    [Fact]
    public async Task A_symbolic_link_in_place_of_the_lock_is_not_followed()
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var elsewhere = _journal.Path + ".elsewhere";
        File.CreateSymbolicLink(_journal.Path + ".lock", elsewhere);

        await using (JournalWriter.Open(_journal.Path))
        {
            Assert.False(File.Exists(elsewhere));
        }

        Assert.Empty(_journal.FilesBeside);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite, true)]
    public async Task A_journal_that_others_may_read_or_change_causes_a_warning(UnixFileMode mode, bool hasWarning)
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "There are no such modes on Windows.");
        File.WriteAllText(_journal.Path, string.Empty);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_journal.Path, mode);
        }

        await using var journal = await UnlinkJournal.OpenAsync(_journal.Path, new RunSettings());

        Assert.Equal(hasWarning, journal.TakeWarnings().Any(warning => warning.Contains("chmod 600", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_device_is_refused_as_a_journal()
    {
        const string path = "/dev/null";
        Skip.Unless(!OperatingSystem.IsWindows(), "There are no such paths on Windows.");

        Assert.Equal(ErrorId.JournalNotWritable, Assert.Throws<UnlinkException>(() => JournalWriter.Open(path)).ErrorId);
        Assert.False(File.Exists(path + ".lock"));
    }

    [Fact]
    public async Task Many_competing_writers_never_hold_the_journal_at_the_same_time()
    {
        int inside = 0, taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref taken) < 300)
            {
                try
                {
                    await using var writer = JournalWriter.Open(_journal.Path);
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    Interlocked.Increment(ref taken);
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                }
                catch (UnlinkException problem) when (problem.ErrorId == ErrorId.JournalInUse)
                {
                    await Task.Yield();
                }
            }
        })));

        Assert.Empty(_journal.FilesBeside);
    }
}
