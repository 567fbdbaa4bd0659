using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Report.Tests;

public sealed partial class ReportFileTests : IDisposable
{
    private readonly JournalFile _journal = new();

    private string Page => Path.ChangeExtension(_journal.Path, ".html");

    public void Dispose() => _journal.Dispose();

    private JournalReport Write(bool noClobber = false, string? title = null) => ReportFile.Write([(_journal.Path, "run.jsonl")], Sample.Options(Page) with { Title = title, NoClobber = noClobber });

    private string WriteAndRead(string? title = null)
    {
        Write(title: title);
        return File.ReadAllText(Page);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\" onload=\"x")]
    [InlineData("a\u2028b\u2029c")]
    [InlineData("\u202Ex\u200F")]
    [InlineData("=1+1 & <b>")]
    public async Task Hostile_values_add_no_markup_to_the_page(string text)
    {
        await _journal.WriteAsync(JournalFile.RunStarted(), JournalFile.Record(0, JournalEvent.Failed));
        var plain = Tags().Matches(WriteAndRead("title")).Select(tag => tag.Value).ToList();
        File.Delete(_journal.Path);
        await _journal.WriteAsync(
            JournalFile.RunStarted() with { Settings = new RunSettings() },
            JournalFile.Record(0, JournalEvent.Failed) with { Username = text, ProviderName = text, ProviderType = text, ProviderAttributeValue = text, UserPoolId = text, Reason = text, ErrorId = null });

        var page = WriteAndRead(text);

        var names = Tags().Matches(page).Select(tag => tag.Value).Where(tag => tag is not ("<bdi" or "</bdi" or "<br" or "<li" or "</li" or "<strong" or "</strong")).ToList();
        Assert.Equal(plain.Count(tag => tag == "<script"), names.Count(tag => tag == "<script"));
        Assert.Empty(names.Distinct().Except(plain).Except(["<ul", "</ul", "<wbr"]));
        Assert.DoesNotContain(page, letter => letter is '\u2028' or '\u2029' or '\u202E' or '\u200F');
        using var data = JsonDocument.Parse(page.Split("id=\"data\">")[1].Split("</script>")[0]);
        Assert.Equal(text, data.RootElement.GetProperty("rows")[0][1].GetString());
    }

    [Fact]
    public async Task The_page_contains_no_addresses_except_the_SVG_namespace()
    {
        await _journal.WriteAsync(JournalFile.RunStarted(), JournalFile.Record(0, JournalEvent.Unlinked));

        var page = WriteAndRead();

        Assert.Equal(["http://www.w3.org/2000/svg"], Addresses().Matches(page).Select(match => match.Value).Distinct());
        Assert.DoesNotMatch(@"\s(src|href)=""(?!#)", page);
        Assert.DoesNotMatch(@"<[^>]*\son\w+=", page);
        Assert.DoesNotMatch(@"<[^>]*\sstyle=", page);
    }

    [Fact]
    public async Task The_page_is_readable_only_by_its_owner_and_written_completely_or_not_at_all()
    {
        await _journal.WriteAsync(JournalFile.RunStarted(), JournalFile.Record(0, JournalEvent.Unlinked));
        Write();
        Assert.Equal(["run.html"], _journal.FilesBeside);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Page));
        }

        var before = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        _journal.WriteText("{\"time\":\"oops\"}\n{}\n");
        Assert.Equal(ErrorId.JournalDamaged, Assert.Throws<UnlinkException>(() => Write()).ErrorId);
        Assert.Equal(before, await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken));
        Assert.Equal(["run.html"], _journal.FilesBeside);
    }

    [Fact]
    public async Task NoClobber_leaves_an_existing_file_alone()
    {
        await _journal.WriteAsync(JournalFile.RunStarted());
        Write(noClobber: true);
        Assert.Equal(ErrorId.ReportExists, Assert.Throws<UnlinkException>(() => Write(noClobber: true)).ErrorId);
        Write();
    }

    [Fact]
    public async Task The_page_never_overwrites_a_journal()
    {
        await _journal.WriteAsync(JournalFile.RunStarted());
        var problem = Assert.Throws<UnlinkException>(() => ReportFile.Write([(_journal.Path, "run.jsonl")], Sample.Options(_journal.Path)));
        Assert.Equal(ErrorId.ReportNotWritable, problem.ErrorId);
        Assert.Single(_journal.Read());
    }

    [Fact]
    public async Task The_page_never_overwrites_a_journal_through_a_link_and_a_missing_journal_is_reported()
    {
        await _journal.WriteAsync(JournalFile.RunStarted());
        File.CreateSymbolicLink(Page, _journal.Path);

        Assert.Contains("which it is made from", Assert.Throws<UnlinkException>(() => Write()).Message, StringComparison.Ordinal);
        var missing = Page + ".jsonl";
        Assert.Equal(ErrorId.JournalNotReadable, Assert.Throws<UnlinkException>(() => ReportFile.Write([(missing, "no.jsonl")], Sample.Options(missing))).ErrorId);
        Assert.Single(_journal.Read());
    }

    [Fact]
    public async Task A_page_written_through_a_symbolic_link_keeps_the_link()
    {
        await _journal.WriteAsync(JournalFile.RunStarted());
        var target = Page + ".target.html";
        await File.WriteAllTextAsync(target, "old", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Page, target);

        Write();

        Assert.Equal(target, new FileInfo(Page).LinkTarget);
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_named_pipe_is_written_to_and_kept()
    {
        Skip.Unless(Tool.Works("mkfifo", "--version"), "mkfifo is not on PATH.");
        await _journal.WriteAsync(JournalFile.RunStarted());
        await Tool.RunAsync("mkfifo", [Page]);
        var reading = Tool.RunAsync("cat", [Page]);

        await Task.Run(() => Write(), TestContext.Current.CancellationToken);

        Assert.EndsWith("</html>", (await reading).Output.TrimEnd(), StringComparison.Ordinal);
        Assert.True(await IsAsync("-p"));
        Assert.Equal(["run.html", "run.jsonl"], Directory.EnumerateFiles(Path.GetDirectoryName(Page)!).Select(Path.GetFileName).Order());
    }

    // The test makes its own device node, of the same kind as /dev/null.
    [Fact]
    public async Task A_device_is_written_to_and_kept()
    {
        var made = OperatingSystem.IsLinux() ? await Tool.RunAsync("mknod", [Page, "c", "1", "3"]) : null;
        Skip.Unless(made?.ExitCode == 0, "mknod needs root.");
        await _journal.WriteAsync(JournalFile.RunStarted());

        Write();

        Assert.True(await IsAsync("-c"));
    }

    private async Task<bool> IsAsync(string kind) => (await Tool.RunAsync("test", [kind, Page])).ExitCode == 0;

    [Fact]
    public async Task A_path_where_no_file_can_be_written_is_an_error()
    {
        await _journal.WriteAsync(JournalFile.RunStarted());
        foreach (var path in new[] { Path.Combine(Path.GetDirectoryName(Page)!, "no", "such.html"), Path.GetDirectoryName(Page)!, Path.Combine(_journal.Path, "below.html") })
        {
            Assert.Equal(ErrorId.ReportNotWritable, Assert.Throws<UnlinkException>(() => ReportFile.Write([(_journal.Path, "run.jsonl")], Sample.Options(path))).ErrorId);
        }
    }

    [Fact]
    public async Task Too_many_rows_are_left_out_but_never_those_that_need_attention()
    {
        await _journal.WriteAsync(
        [
            JournalFile.RunStarted(),
            .. Enumerable.Range(0, 200_010).Select(i => JournalFile.Record(i, i >= 200_000 ? JournalEvent.Failed : JournalEvent.Unlinked) with { Identities = null }),
        ]);

        var page = WriteAndRead();

        Assert.Contains("The table holds 200,000 of 200,010 sign-ins", page, StringComparison.Ordinal);
        using var data = JsonDocument.Parse(page.Split("id=\"data\">")[1].Split("</script>")[0]);
        var rows = data.RootElement.GetProperty("rows");
        Assert.Equal((200_000, 200_010), (rows.GetArrayLength(), data.RootElement.GetProperty("all").GetInt32()));
        Assert.Equal(10, rows.EnumerateArray().Count(row => row[0].GetInt32() == (int)ItemOutcome.Failed));
    }

    [GeneratedRegex("</?[a-zA-Z!]+")]
    private static partial Regex Tags();

    [GeneratedRegex("https?://[^\"'<>\\s)]+")]
    private static partial Regex Addresses();

    [Fact]
    public async Task A_canceled_report_leaves_the_existing_file_alone()
    {
        await _journal.WriteAsync([JournalFile.RunStarted(), .. Enumerable.Range(0, 1000).Select(number => JournalFile.Record(number))]);
        await File.WriteAllTextAsync(Page, "yesterday's", TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var report = JournalReport.Read([(_journal.Path, "run.jsonl")], stop.Token);
        await stop.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => ReportFile.Write([(_journal.Path, "run.jsonl")], Sample.Options(Page), stop.Token));
        Assert.Throws<OperationCanceledException>(() => report.LatestRecords().Count());

        Assert.Equal("yesterday's", await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken));
    }
}
