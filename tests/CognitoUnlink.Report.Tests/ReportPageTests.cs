using System.Net;
using System.Text.RegularExpressions;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Tests;

/// <summary>What the page says, read from its file.</summary>
public sealed partial class ReportPageTests : IDisposable
{
    private static readonly DateTime s_start = new(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc);

    private readonly JournalFile _journal = new();
    private readonly JournalFile _other = new();

    private string Page => Path.ChangeExtension(_journal.Path, ".html");

    public void Dispose()
    {
        _journal.Dispose();
        _other.Dispose();
    }

    private static JournalRecord Started(RunTask task = RunTask.Unlink, string run = "run-1", string? provider = null) =>
        new() { Time = s_start, Run = run, Event = JournalEvent.RunStarted, Settings = new RunSettings { Task = task, ProviderName = provider } };

    private static JournalRecord Ended(string run = "run-1") => new() { Time = s_start, Run = run, Event = JournalEvent.RunEnded };

    private static JournalRecord Line(int item, JournalEvent journalEvent, string run = "run-1", string? errorId = null) =>
        JournalFile.Record(item, journalEvent) with { Time = s_start, Run = run, ErrorId = errorId };

    private static JournalRecord[] Done(int item, JournalEvent journalEvent, string run = "run-1", string? errorId = null) =>
        [Line(item, JournalEvent.Intent, run) with { Identities = run == "run-1" ? JournalFile.Record(item).Identities : null }, Line(item, journalEvent, run, errorId) with { Identities = null }];

    private async Task<string> PageOfAsync(params JournalRecord[] lines)
    {
        await _journal.WriteAsync(lines);
        return Read();
    }

    private string Read(params string[] others)
    {
        ReportFile.Write([.. others.Prepend(_journal.Path).Select(path => (path, path))], Sample.Options(Page));
        return File.ReadAllText(Page);
    }

    /// <summary>The text of the first element whose tag contains the marker; null if there is none.</summary>
    private static string? Text(string page, string marker, string name)
    {
        var match = Regex.Match(page, $"<{name}[^>]*{Regex.Escape(marker)}[^>]*>(.*?)</{name}>", RegexOptions.Singleline);
        return match.Success ? Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(match.Groups[1].Value, string.Empty)), " ").Trim() : null;
    }

    [Fact]
    public async Task The_page_names_an_endpoint_that_is_not_an_AWS_endpoint()
    {
        var aws = new Place { Partition = "aws", Region = "eu-west-1", Host = "cognito-idp.eu-west-1.amazonaws.com" };
        var local = new Place { Host = "127.0.0.1:9229", Instance = "1" };

        var page = await PageOfAsync(
            [Started() with { Format = 2, Place = aws }, .. Done(1, JournalEvent.Unlinked), Ended(), Started(run: "run-2") with { Format = 2, Place = local }, .. Done(2, JournalEvent.Unlinked, "run-2"), Ended("run-2")]);

        Assert.DoesNotContain("not an AWS endpoint", Text(page, "data-run=\"run-1\"", "tr")!, StringComparison.Ordinal);
        Assert.Contains("at 127.0.0.1:9229, which is not an AWS endpoint", Text(page, "data-run=\"run-2\"", "tr")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_who_started_each_run()
    {
        JournalRecord By(RunCaller caller, string run) => new() { Time = s_start, Run = run, Event = JournalEvent.RunCaller, Caller = caller };

        var page = await PageOfAsync(
        [
            Started(), By(RunCaller.OfArn("arn:aws:sts::1:assumed-role/Admin/alice@example.com"), "run-1"), .. Done(1, JournalEvent.Unlinked), Ended(),
            Started(run: "run-2"), By(new RunCaller { Kind = "os", Name = "bob" }, "run-2"), .. Done(2, JournalEvent.Unlinked, "run-2"), Ended("run-2"),
            Started(run: "run-3"), .. Done(3, JournalEvent.Unlinked, "run-3"), Ended("run-3"),
        ]);

        Assert.Equal("run by arn:aws:sts::1:assumed-role/Admin/alice@example.com", Text(Row(page, "run-1"), "data-caller=\"aws\"", "div"));
        Assert.Equal("run by bob, the user of the operating system", Text(Row(page, "run-2"), "data-caller=\"os\"", "div"));
        Assert.DoesNotContain("run by", Text(page, "data-run=\"run-3\"", "tr"), StringComparison.Ordinal);

        static string Row(string page, string run) => Regex.Match(page, $"<tr data-run=\"{run}\">.*?</tr>", RegexOptions.Singleline).Value;
    }

    [Fact]
    public async Task The_page_says_which_journal_lines_were_ignored()
    {
        await _journal.WriteAsync([Started(), .. Done(1, JournalEvent.Unlinked)]);
        File.AppendAllText(_journal.Path, $"{{\"time\":\"{new string('x', JournalFormat.LongestLine)}\"}}\n");

        Assert.Contains("Line 4 of the journal", WebUtility.HtmlDecode(Read()), StringComparison.Ordinal);
    }

    private static string? Attention(string page, string kind) => Text(page, $"data-attention=\"{kind}\"", "li");

    private static string? Lead(string page) => Text(page, "class=\"lead\"", "p");

    private static string? Good(string page) => Text(page[..page.IndexOf("id=\"refused\"", StringComparison.Ordinal)], "class=\"good\"", "p");

    [Fact]
    public async Task The_page_recommends_a_next_step_for_each_kind_of_item()
    {
        var page = await PageOfAsync(
        [
            Started(), .. Done(1, JournalEvent.Unlinked), .. Done(2, JournalEvent.Unlinked), .. Done(3, JournalEvent.Unlinked),
            .. Done(4, JournalEvent.Failed, errorId: "Throttled"), Line(5, JournalEvent.Intent), Ended(),
            Started(RunTask.Link, "run-2"), .. Done(1, JournalEvent.Failed, "run-2", "LinkNotPossible"), .. Done(2, JournalEvent.Failed, "run-2", "Throttled"),
            Done(3, JournalEvent.Linked, "run-2")[0], Ended("run-2"),
        ]);

        Assert.Contains("unlink command", Attention(page, "open-unlinks"), StringComparison.Ordinal);
        Assert.Contains("unlink command", Attention(page, "failed-unlinks"), StringComparison.Ordinal);
        foreach (var kind in new[] { "open-links", "failed-links", "not-possible" })
        {
            Assert.StartsWith("1 ", Attention(page, kind), StringComparison.Ordinal);
            Assert.Contains("the same undo again with the same journal", Attention(page, kind), StringComparison.Ordinal);
        }

        Assert.Null(Attention(page, "choose"));
        Assert.Null(Attention(page, "cut-off"));
        Assert.Equal("0 of 5 Okta sign-ins linked again in less than a second. Nobody is known to be locked out. The journal does not show how 4 people can sign in now. "
            + "1 cannot be linked again now. 1 could not be linked again. 1 failed. For 2, it is not known whether the change was made.", Lead(page));
        Assert.Contains("data-undo=\"StillUnlinked\">2<", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JournalEvent.Linked)]
    [InlineData(JournalEvent.Skipped)]
    public async Task After_an_undo_the_page_warns_against_repeating_the_whole_unlink(JournalEvent undone)
    {
        var page = await PageOfAsync(
        [
            Started(), .. Done(1, JournalEvent.Unlinked), .. Done(2, JournalEvent.Failed, errorId: "Throttled"), Ended(),
            Started(RunTask.Link, "run-2"), Line(1, undone, "run-2"), Ended("run-2"),
        ]);

        Assert.StartsWith("Do not run the whole command again: it would also process the 1 sign-in that was restored since", Attention(page, "choose"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_that_must_not_be_repeated_are_listed_apart_from_failed_ones()
    {
        var page = await PageOfAsync([Started(), .. Done(1, JournalEvent.Failed, errorId: "IdentityStillLinked"), .. Done(2, JournalEvent.Failed, errorId: "Throttled"), Ended()]);

        Assert.Contains("What to do about IdentityStillLinked.", Attention(page, "still-linked"), StringComparison.Ordinal);
        Assert.StartsWith("1 sign-in", Attention(page, "failed-unlinks"), StringComparison.Ordinal);
        Assert.StartsWith("Do not run the whole command again", Attention(page, "choose"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_are_not_possible_need_attention_and_count_as_unlinked()
    {
        var page = await PageOfAsync([Started(), .. Done(1, JournalEvent.Unlinked), Ended(), Started(RunTask.Link, "run-2"), .. Done(1, JournalEvent.Failed, "run-2", "LinkNotPossible"), Ended("run-2")]);

        Assert.Equal("0 of 1 Okta sign-in linked again in less than a second. The journal does not show how 1 person can sign in now. 1 cannot be linked again now.", Lead(page));
        Assert.Contains("data-undo=\"StillUnlinked\">1<", page, StringComparison.Ordinal);
        Assert.StartsWith("1 sign-in cannot be linked again", Attention(page, "not-possible"), StringComparison.Ordinal);
        Assert.Null(Good(page));
    }

    [Fact]
    public async Task A_cut_off_run_and_a_torn_line_need_attention_even_in_a_journal_without_identities()
    {
        Assert.NotNull(Attention(await PageOfAsync(Started()), "cut-off"));

        _journal.WriteText("{\"time\":\"2026");
        var page = Read();
        Assert.Contains("This journal contains no identities.", page, StringComparison.Ordinal);
        Assert.Contains("(line 1) is incomplete", page, StringComparison.Ordinal);
        Assert.Null(Good(page));
    }

    [Theory]
    [InlineData(RunTask.Unlink, "Okta", true)]
    [InlineData(RunTask.Unlink, "Google", false)]
    [InlineData(RunTask.Link, "Okta", false)]
    public async Task A_later_run_counts_as_a_continuation_only_with_the_same_task_and_provider(RunTask task, string provider, bool isContinuation)
    {
        var later = s_start.AddSeconds(1);
        var page = await PageOfAsync(
        [
            Started(provider: "Okta"), .. Done(1, JournalEvent.Unlinked),
            Started(task, "run-2", provider) with { Time = later }, Line(2, JournalEvent.AlreadyUnlinked, "run-2") with { Time = later }, Ended("run-2") with { Time = later },
        ]);

        Assert.Equal(isContinuation, Attention(page, "cut-off")!.Contains("A later run continued", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_ins_without_a_user_are_not_counted_as_people()
    {
        var page = await PageOfAsync(Started(), Line(1, JournalEvent.Intent) with { Username = null, Identities = null }, Line(1, JournalEvent.Unlinked) with { Username = null }, Ended());

        Assert.Equal("1 of 1 Okta sign-in removed in less than a second. The journal does not show which user 1 of them belonged to.", Lead(page));
        Assert.NotNull(Good(page));
    }

    [Fact]
    public async Task Each_run_shows_its_own_user_pool_and_journal_whose_folder_is_shown_only_if_the_file_names_are_equal()
    {
        await _other.WriteAsync(Started(run: "run-2"), Line(1, JournalEvent.Skipped, "run-2") with { UserPoolId = "eu-west-1_Other" }, Ended("run-2"));
        await _journal.WriteAsync([Started(), Line(1, JournalEvent.Skipped), Ended()]);

        var page = Read(_other.Path);

        var row = Text(page, "data-run=\"run-2\"", "tr")!;
        Assert.Contains("user pool eu-west-1_Other", row, StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(_journal.Path), Path.GetFileName(_other.Path));
        Assert.Contains($"journal {_other.Path}", row, StringComparison.Ordinal);
        Assert.Contains($"journal {_journal.Path}", Text(page, "data-run=\"run-1\"", "tr"), StringComparison.Ordinal);
        Assert.Contains("run run-2", row, StringComparison.Ordinal);
        Assert.DoesNotContain("eu-west-1_Pool", row, StringComparison.Ordinal);

        var renamed = Path.ChangeExtension(_other.Path, ".other.jsonl");
        File.Move(_other.Path, renamed);
        page = Read(renamed);

        Assert.Contains("journal run.other.jsonl", Text(page, "data-run=\"run-2\"", "tr"), StringComparison.Ordinal);
        Assert.Contains("journal run.jsonl", Text(page, "data-run=\"run-1\"", "tr"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identities_that_an_undo_found_linked_have_the_same_label_everywhere()
    {
        var page = await PageOfAsync(Started(RunTask.Link), Line(1, JournalEvent.Skipped), Ended());

        Assert.Contains("data-outcome=\"AlreadyLinked\">1<", page, StringComparison.Ordinal);
        Assert.Equal("1 still linked", Text(page, "data-came=\"AlreadyLinked\"", "li"));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_causes_no_negative_durations()
    {
        var page = await PageOfAsync(Started() with { Time = s_start.AddMinutes(1) }, Line(1, JournalEvent.Skipped), Ended());

        Assert.Contains("the clock was set back", Text(page, "data-run=\"run-1\"", "tr"), StringComparison.Ordinal);
        Assert.DoesNotContain("-58 s", page, StringComparison.Ordinal);
        Assert.DoesNotContain("-60 s", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_has_a_readable_unit_and_a_time_has_its_date()
    {
        var page = await PageOfAsync(
        [
            Started(), .. Enumerable.Range(0, 100).Select(item => Line(item, JournalEvent.Skipped)), Line(100, JournalEvent.Skipped) with { Time = s_start.AddDays(365) },
        ]);

        Assert.Contains("sign-ins / day", page, StringComparison.Ordinal);
        Assert.Contains(">2026-03-29 01:30:00 UTC</text>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "No request to unlink or to link was throttled.")]
    [InlineData(3, "Throttled requests are")]
    public async Task Throttled_requests_are_charted_if_there_were_any(int? throttled, string words)
    {
        var page = await PageOfAsync(
            [Started(), .. Enumerable.Range(0, 100).Select(item => Line(item, JournalEvent.Skipped) with { Time = s_start.AddMilliseconds(10 * item), Throttled = throttled })]);

        Assert.StartsWith(words, Text(page, "data-throttling", "p"), StringComparison.Ordinal);
        Assert.Equal(throttled is not null, page.Contains(">throttled / s<", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spans_shorter_than_a_second_show_milliseconds()
    {
        var page = await PageOfAsync([Started(), .. Enumerable.Range(0, 10).Select(item => Line(item, JournalEvent.Skipped) with { Time = s_start.AddMilliseconds(100 * item) })]);

        Assert.Contains(">2026-03-29 01:30:00.125</time>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_many_providers_the_largest_are_shown_and_the_others_share_a_line()
    {
        var page = await PageOfAsync(
        [
            Started(),
            .. Enumerable.Range(0, 500).SelectMany(item => Done(item, JournalEvent.Unlinked).Select(line => line with { ProviderName = $"Provider{item:000}", Identities = line.Identities?.Replace("Okta", $"Provider{item:000}", StringComparison.Ordinal) })),
            .. Done(1000, JournalEvent.Unlinked), .. Done(1001, JournalEvent.Unlinked), Ended(),
        ]);

        Assert.Equal(20, Regex.Count(page, "<tr data-provider="));
        Assert.Contains("<tr data-provider=\"Okta\">", page, StringComparison.Ordinal);
        Assert.Matches(@"(?s)481 other providers.*?>481<td class=""n"" data-before>481<td class=""n"" data-after>0<", page);
    }

    [Fact]
    public async Task With_many_user_pools_the_header_names_only_some()
    {
        var page = await PageOfAsync([Started(), .. Enumerable.Range(0, 300).Select(item => Line(item, JournalEvent.Skipped) with { UserPoolId = $"eu-west-1_{item:000}" })]);

        var pools = Text(page, "data-fact=\"User pool\"", "div")!;
        Assert.Equal(10, Regex.Count(pools, "eu-west-1_"));
        Assert.EndsWith(" and 290 more", pools, StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_rows_are_left_out_the_most_urgent_stay_and_the_page_says_how_many_are_missing()
    {
        var page = await PageOfAsync(
        [
            Started(),
            .. Enumerable.Range(0, 200_010).Select(item => Line(item, JournalEvent.Skipped)),
            .. Enumerable.Range(300_000, 3).Select(item => Line(item, JournalEvent.Failed)),
            Line(400_000, JournalEvent.Intent), Line(500_000, JournalEvent.Unlinked), Ended(),
        ]);

        Assert.Equal("14 of 200,010 Refused, 1 of 1 Removed", Text(page, "data-left-out", "strong"));
        var data = System.Text.Json.JsonDocument.Parse(page.Split("id=\"data\">")[1].Split("</script>")[0]).RootElement;
        var rows = data.GetProperty("rows").EnumerateArray().GroupBy(row => (ItemOutcome)row[0].GetInt32()).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(new() { [ItemOutcome.Open] = 1, [ItemOutcome.Failed] = 3, [ItemOutcome.Skipped] = 199_996 }, rows);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
