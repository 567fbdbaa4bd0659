using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Journaling;

public sealed class JournalFailureTests : IDisposable
{
    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public async Task On_a_full_disk_every_append_fails()
    {
        // The test's own device node, like /dev/full.
        var full = _journal.Path;
        var made = OperatingSystem.IsLinux() ? await Tool.RunAsync("mknod", [full, "c", "1", "7"]) : null;
        Skip.Unless(made?.ExitCode == 0, "Device nodes cannot be created here.");
        await using var writer = JournalWriter.Open(full);

        var appends = Enumerable.Range(0, 2000).Select(number => writer.AppendAsync(JournalFile.Record(number))).ToList();
        foreach (var append in appends)
        {
            var error = await Assert.ThrowsAsync<UnlinkException>(() => append.WaitAsync(TimeSpan.FromMinutes(1)));
            Assert.Equal(ErrorId.JournalNotWritable, error.ErrorId);
            Assert.StartsWith($"The journal '{full}' cannot be written: No space left on device", error.Message, StringComparison.Ordinal);
        }
    }

    // A limit on file sizes stands in for a disk that fills up in the middle of a line.
    [Fact]
    public async Task When_the_disk_fills_up_earlier_lines_stay_whole_and_nothing_more_is_written()
    {
        Skip.Unless(Tool.Works("prlimit", "--version"), "prlimit is not on PATH.");
        using var another = await AnotherProcess.OpenAsync(_journal.Path, """
            $record = [Activator]::CreateInstance([CognitoUnlink.Journaling.JournalRecord])
            [CognitoUnlink.Journaling.JournalRecord].GetProperty('Run').SetValue($record, 'r')
            foreach ($i in 1..1000) {
                try { $writer.AppendAsync($record).GetAwaiter().GetResult(); 'done' }
                catch { $_.Exception.InnerException.ErrorId; break }
            }
            'full'
            $null = [Console]::In.ReadLine()
            try { $writer.AppendAsync($record).GetAwaiter().GetResult(); 'done' } catch { $_.Exception.InnerException.ErrorId }
            $null = $writer.DisposeAsync().AsTask().GetAwaiter().GetResult()
            """);
        await another.LimitFilesAsync("10000");

        var output = await another.RunUntilAsync("full");

        var done = output.Count(line => line == "done");
        Assert.InRange(done, 1, 999);
        Assert.Equal([.. Enumerable.Repeat("done", done), ErrorId.JournalNotWritable], output);
        await another.LimitFilesAsync("unlimited");
        Assert.Equal([ErrorId.JournalNotWritable], await another.RunUntilAsync(null));
        Assert.Equal(done, _journal.Read(out var torn).Count);
        Assert.NotNull(torn);
        Assert.Equal(10_000, torn.Offset + torn.Length);
        Assert.Equal(10_000, new FileInfo(_journal.Path).Length);
        await _journal.WriteAsync(JournalFile.Record(1));
        Assert.Equal(done + 1, _journal.Read().Count);
    }

    [Fact]
    public async Task An_impossible_path_is_reported_before_anything_is_done()
    {
        await _journal.WriteAsync(JournalFile.RunStarted());
        string[] paths = [Path.Combine(_journal.Path, "run.jsonl"), Path.Combine(Path.GetDirectoryName(_journal.Path)!, "missing", "run.jsonl"), Path.GetDirectoryName(_journal.Path)!];

        Assert.All(paths, path =>
        {
            var error = Assert.Throws<UnlinkException>(() => JournalWriter.Open(path));
            Assert.Equal(ErrorId.JournalNotWritable, error.ErrorId);
            Assert.StartsWith($"The journal '{path}' cannot be written: ", error.Message, StringComparison.Ordinal);
        });
        Assert.Empty(_journal.FilesBeside);
        Assert.EndsWith($" cannot be written: the folder '{Path.GetDirectoryName(paths[1])}' does not exist.", Assert.Throws<UnlinkException>(() => JournalWriter.Open(paths[1])).Message, StringComparison.Ordinal);
        Assert.EndsWith(" cannot be written: it is a folder.", Assert.Throws<UnlinkException>(() => JournalWriter.Open(paths[2])).Message, StringComparison.Ordinal);
        var notRead = Assert.Throws<UnlinkException>(() => new JournalReader(paths[2], "my journal").Read().ToList());
        Assert.Equal("The journal 'my journal' cannot be read: it is a folder.", notRead.Message);
    }

    [Theory]
    [InlineData("UserPoolId,Username,ProviderName\nx,y,z\n")]
    [InlineData("\uFEFF\"Username\";\"ProviderName\"\r\n\"y\";\"z\"\r\n")]
    [InlineData("UserPoolId,Username")]
    public void A_CSV_file_in_place_of_the_journal_is_recognized_and_left_unchanged(string text)
    {
        _journal.WriteText(text);

        var error = Assert.Throws<UnlinkException>(() => JournalWriter.Open(_journal.Path));

        Assert.Equal(ErrorId.JournalDamaged, error.ErrorId);
        Assert.StartsWith($"'{_journal.Path}' is not a journal: its first line looks like the header of a CSV file.", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<UnlinkException>(() => new JournalReader(_journal.Path).Read().ToList()).Message);
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), File.ReadAllBytes(_journal.Path));
        Assert.Empty(_journal.FilesBeside);
    }

    [Fact]
    public async Task A_read_only_folder_is_reported_before_anything_is_done()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no directory modes.");
            return;
        }

        if (Environment.IsPrivilegedProcess)
        {
            // Root is not bound by modes, but by this file system, which allows no new files.
            Assert.Equal(ErrorId.JournalNotWritable, Assert.Throws<UnlinkException>(() => JournalWriter.Open("/sys/run.jsonl")).ErrorId);
            return;
        }

        await _journal.WriteAsync(JournalFile.RunStarted());
        var folder = Path.GetDirectoryName(_journal.Path)!;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal(ErrorId.JournalNotWritable, Assert.Throws<UnlinkException>(() => JournalWriter.Open(_journal.Path)).ErrorId);
            Assert.Single(_journal.Read());
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
