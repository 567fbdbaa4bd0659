using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Tests;

public sealed class JournalReportTests : IDisposable
{
    private readonly JournalFile _journal = new();
    private readonly JournalFile _other = new();

    public void Dispose()
    {
        _journal.Dispose();
        _other.Dispose();
    }

    private static JournalRecord Line(int item, JournalEvent journalEvent, string run = "run-1", int second = 0, string? errorId = null) =>
        JournalFile.Record(item, journalEvent) with
        {
            Run = run,
            Time = new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc).AddSeconds(second),
            ErrorId = errorId,
            Identities = journalEvent == JournalEvent.Intent ? JournalFile.Record(item).Identities : null,
        };

    private static JournalRecord Run(JournalEvent journalEvent, RunTask? task, string run = "run-1", int second = 0) => new()
    {
        Time = new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc).AddSeconds(second),
        Run = run,
        Event = journalEvent,
        Settings = task is null || journalEvent == JournalEvent.RunEnded ? null : new RunSettings { Task = task },
    };

    private JournalReport Read() => JournalReport.Read([(_journal.Path, "run.jsonl")]);

    private static Dictionary<ItemOutcome, long> Counts(JournalReport report) =>
        Enum.GetValues<ItemOutcome>().Where(outcome => report.Count(outcome) > 0).ToDictionary(outcome => outcome, report.Count);

    [Fact]
    public async Task Each_item_counts_once_by_its_latest_line_and_each_run_by_its_own_lines()
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent), Line(1, JournalEvent.Unlinked),
            Line(2, JournalEvent.Intent), Line(2, JournalEvent.Failed, errorId: "Throttled"),
            Line(3, JournalEvent.Skipped, errorId: "WouldLockOut"),
            Line(4, JournalEvent.AlreadyUnlinked),
            Line(5, JournalEvent.Intent),
            Run(JournalEvent.RunStarted, RunTask.Unlink, "run-2", 60),
            Line(2, JournalEvent.Intent, "run-2", 61), Line(2, JournalEvent.Unlinked, "run-2", 62),
            Line(6, JournalEvent.Failed, "run-2", 63, "UserNotFound"),
            Run(JournalEvent.RunEnded, null, "run-2", 64));

        var report = Read();

        Assert.Equal(
            new() { [ItemOutcome.Unlinked] = 2, [ItemOutcome.AlreadyUnlinked] = 1, [ItemOutcome.Skipped] = 1, [ItemOutcome.Failed] = 1, [ItemOutcome.Open] = 1 },
            Counts(report));
        Assert.Equal((6, 6, 2), (report.Items, report.Users, report.StillUnlinked));
        Assert.Equal([1, 1], report.Runs.Select(run => run.Count(ItemOutcome.Unlinked)));
        Assert.Equal([1, 1], report.Runs.Select(run => run.Count(ItemOutcome.Failed)));
        Assert.Equal([false, true], report.Runs.Select(run => run.Ended is not null));
        Assert.Equal(["WouldLockOut", "UserNotFound"], report.Causes.Select(cause => cause.ErrorId));
        Assert.Equal("eu-west-1_Pool", Assert.Single(report.UserPoolIds));
    }

    [Fact]
    public async Task Links_before_and_after_are_counted_per_provider_from_what_the_journal_shows()
    {
        var identities = """[{"userId":"subject-1","providerName":"Okta"},{"userId":"g","providerName":"Google"}]""";
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent) with { Identities = identities }, Line(1, JournalEvent.Unlinked),
            Line(2, JournalEvent.Intent), Line(2, JournalEvent.Failed, errorId: "Throttled"),
            Line(3, JournalEvent.Skipped, errorId: "WouldLockOut"),
            Line(4, JournalEvent.Intent),
            Line(5, JournalEvent.Intent), Line(5, JournalEvent.Failed, errorId: "Timeout"),
            Line(6, JournalEvent.Failed, errorId: "Throttled"));

        var providers = Read().Providers;

        var okta = providers.Single(provider => provider.Name == "Okta");
        Assert.Equal((6, 5, 2, 3), (okta.Items, okta.Before, okta.After, okta.Uncertain));
        var google = providers.Single(provider => provider.Name == "Google");
        Assert.Equal((0, 1, 1, 0), (google.Items, google.Before, google.After, google.Uncertain));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Link_runs_are_distinguished_from_unlink_runs_even_in_old_journals(bool saysTask)
    {
        JournalRecord Intent(int item) => Line(item, JournalEvent.Intent, "run-2", 60) with { Identities = null };
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, saysTask ? RunTask.Unlink : null),
            Line(1, JournalEvent.Intent), Line(1, JournalEvent.Unlinked),
            Line(2, JournalEvent.Intent), Line(2, JournalEvent.Unlinked),
            Line(3, JournalEvent.Intent), Line(3, JournalEvent.Unlinked),
            Line(4, JournalEvent.Intent), Line(4, JournalEvent.Unlinked),
            Line(5, JournalEvent.Intent), Line(5, JournalEvent.Unlinked),
            Run(JournalEvent.RunStarted, saysTask ? RunTask.Link : null, "run-2", 60),
            Intent(1), Line(1, JournalEvent.Linked, "run-2", 60),
            Intent(2), Line(2, JournalEvent.Failed, "run-2", 60, "LinkNotPossible"),
            Intent(3), Line(3, JournalEvent.Failed, "run-2", 60, "NotAuthorized"),
            Line(4, JournalEvent.Skipped, "run-2", 60));

        var report = Read();

        Assert.Equal(
            new()
            {
                [ItemOutcome.Unlinked] = 1, [ItemOutcome.Linked] = 1, [ItemOutcome.NotPossible] = 1, [ItemOutcome.LinkFailed] = 1, [ItemOutcome.AlreadyLinked] = 1,
            },
            Counts(report));
        Assert.Equal(3, report.StillUnlinked);
        Assert.Equal([RunTask.Unlink, RunTask.Link], report.Runs.Select(run => run.Task!.Value));
        var okta = Assert.Single(report.Providers);
        Assert.Equal((5, 2), (okta.Before, okta.After));
    }

    [Fact]
    public async Task An_unlink_intent_that_a_link_run_settles_still_counts_as_an_unlink()
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent),
            Run(JournalEvent.RunStarted, RunTask.Link, "run-2", 60),
            Line(1, JournalEvent.Failed, "run-2", 60));

        Assert.Equal(new() { [ItemOutcome.Failed] = 1 }, Counts(Read()));
    }

    [Theory]
    [InlineData(JournalEvent.AlreadyUnlinked, null)]
    [InlineData(JournalEvent.Failed, ErrorId.IdentityNotOwned)]
    public async Task An_identity_that_a_later_run_finds_gone_was_unlinked_by_the_run_whose_answer_is_missing(JournalEvent found, string? errorId)
    {
        await _journal.WriteAsync(Run(JournalEvent.RunStarted, RunTask.Unlink), Line(1, JournalEvent.Intent, second: 1));
        await _other.WriteAsync(Run(JournalEvent.RunStarted, RunTask.Unlink, "run-2", 60), Line(1, found, "run-2", 61, errorId));

        var report = JournalReport.Read([(_other.Path, "second.jsonl"), (_journal.Path, "first.jsonl")]);

        Assert.Equal(new() { [ItemOutcome.Unlinked] = 1 }, Counts(report));
        Assert.Equal(1, report.StillUnlinked);
        Assert.Equal(JournalEvent.Intent, Assert.Single(report.LatestRecords()).Event);
    }

    [Theory]
    [InlineData(JournalEvent.Intent, ItemOutcome.Open)]
    [InlineData(JournalEvent.Unlinked, ItemOutcome.Unlinked)]
    public async Task A_row_that_meant_another_user_says_nothing_about_an_earlier_unlink(JournalEvent earlier, ItemOutcome outcome)
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink), Line(1, JournalEvent.Intent), Line(1, earlier, second: 1),
            Run(JournalEvent.RunStarted, RunTask.Unlink, "run-2", 60), Line(1, JournalEvent.Failed, "run-2", 61, ErrorId.OtherUser));

        var report = Read();

        Assert.Equal(new() { [outcome] = 1 }, Counts(report));
        Assert.Equal(earlier, Assert.Single(report.LatestRecords()).Event);
        Assert.Equal(1, report.Runs[1].Count(ItemOutcome.Failed));
    }

    [Fact]
    public async Task Journals_are_merged_by_time()
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent), Line(1, JournalEvent.Unlinked),
            Line(2, JournalEvent.Intent, second: 200), Line(2, JournalEvent.Unlinked, second: 200));
        await _other.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Link, "run-2", 100),
            Line(1, JournalEvent.Intent, "run-2", 100) with { Identities = null }, Line(1, JournalEvent.Linked, "run-2", 101),
            Line(2, JournalEvent.Intent, "run-2", 100) with { Identities = null }, Line(2, JournalEvent.Linked, "run-2", 101));

        var report = JournalReport.Read([(_other.Path, "other"), (_journal.Path, "run")]);

        Assert.Equal(new() { [ItemOutcome.Linked] = 1, [ItemOutcome.Unlinked] = 1 }, Counts(report));
        Assert.Equal(["run-1", "run-2"], report.Runs.Select(run => run.Id));
        Assert.Equal([5L, 5L], report.Journals.Select(journal => journal.Lines));
    }

    [Fact]
    public async Task A_copy_of_a_journal_counts_once()
    {
        JournalRecord[] lines = [Run(JournalEvent.RunStarted, RunTask.Unlink), Line(1, JournalEvent.Intent), Line(1, JournalEvent.Unlinked), Line(2, JournalEvent.Skipped)];
        await _journal.WriteAsync(lines);
        await _other.WriteAsync(lines[..3]);

        var report = JournalReport.Read([(_journal.Path, "run"), (_other.Path, "copy"), (_journal.Path, "run again")]);

        Assert.Equal(2, report.Journals.Count);
        Assert.Equal((1, 1), (report.Count(ItemOutcome.Unlinked), report.Count(ItemOutcome.Skipped)));
        Assert.Equal(1, Assert.Single(report.Runs).Count(ItemOutcome.Unlinked));
    }

    [Fact]
    public async Task Reasons_without_an_error_id_that_differ_only_in_quoted_text_are_one_cause()
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, null),
            Line(1, JournalEvent.Failed) with { Reason = "User 'a' is gone." },
            Line(2, JournalEvent.Failed) with { Reason = "User 'b' is gone." },
            Line(3, JournalEvent.Failed) with { Reason = "Another." });

        var causes = Read().Causes;

        Assert.Equal([(2L, "User '…' is gone."), (1L, "Another.")], causes.Select(cause => (cause.Items, cause.Words!)));
        Assert.Equal("User 'a' is gone.", causes[0].Example);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(5_000)]
    [InlineData(200_000)]
    public async Task A_time_series_has_a_bounded_number_of_buckets_and_loses_nothing(int seconds)
    {
        await _journal.WriteAsync(
        [
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            .. Enumerable.Range(0, 400).Select(i => Line(i, i % 4 == 0 ? JournalEvent.Skipped : JournalEvent.Unlinked) with
            {
                Time = Line(0, JournalEvent.Intent).Time.AddMilliseconds(i * 1000.0 * seconds / 400),
                Throttled = 2,
            }),
        ]);

        var run = Assert.Single(Read().Runs);

        Assert.InRange(run.Series.Buckets.Count, 1, 80);
        Assert.Equal((300, 100, 0, 800), (run.Series.Buckets.Sum(bucket => bucket.Done), run.Series.Buckets.Sum(bucket => bucket.Skipped), run.Series.Buckets.Sum(bucket => bucket.Failed), run.Series.Buckets.Sum(bucket => bucket.Throttled)));
        Assert.True(run.Series.Buckets.Count * run.Series.Width >= TimeSpan.FromSeconds(seconds * 0.99));
        Assert.Equal(800, run.Throttled);
    }

    [Fact]
    public async Task For_an_old_journal_the_number_of_throttled_requests_is_unknown()
    {
        await _journal.WriteAsync(Run(JournalEvent.RunStarted, null), Line(1, JournalEvent.Intent), Line(1, JournalEvent.Unlinked) with { Attempts = 5 });

        Assert.Null(Assert.Single(Read().Runs).Throttled);
    }

    [Fact]
    public async Task Damaged_and_torn_lines_are_reported()
    {
        await _journal.WriteAsync(Run(JournalEvent.RunStarted, RunTask.Unlink), Line(1, JournalEvent.Skipped));
        var text = await File.ReadAllTextAsync(_journal.Path, TestContext.Current.CancellationToken);
        _journal.WriteText(text + "{\"time\":\"2026-");
        Assert.Equal(3, Assert.Single(Read().Journals).TornLine!.Number);

        _journal.WriteText("oops\n" + text);
        Assert.Equal(ErrorId.JournalDamaged, Assert.Throws<UnlinkException>(Read).ErrorId);
    }

    [Fact]
    public async Task Each_item_has_one_latest_record_across_journals_and_it_agrees_with_the_counts()
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent), Line(1, JournalEvent.Unlinked, second: 1),
            Line(2, JournalEvent.Intent, second: 2), Line(2, JournalEvent.Failed, second: 3, errorId: "Throttled"),
            Line(3, JournalEvent.Intent, second: 4),
            Line(4, JournalEvent.Intent, second: 5), Line(4, JournalEvent.Unlinked, second: 6),
            Line(5, JournalEvent.Intent, second: 7));
        await _other.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink, "run-2", 10),
            Line(1, JournalEvent.AlreadyUnlinked, "run-2", 11),
            Line(2, JournalEvent.Intent, "run-2", 12), Line(2, JournalEvent.Unlinked, "run-2", 13),
            Line(3, JournalEvent.AlreadyUnlinked, "run-2", 14),
            Line(4, JournalEvent.Intent, "run-2", 15), Line(4, JournalEvent.AlreadyUnlinked, "run-2", 16),
            Line(6, JournalEvent.Skipped, "run-2", 17, "WouldLockOut"));

        var report = JournalReport.Read([(_other.Path, "second"), (_journal.Path, "first"), (_other.Path, "second again")]);

        // Finding 1, 3 and 4 already unlinked does not replace the lines that unlinked them, which an undo uses.
        Assert.Equal(
            ["user-1 Unlinked run-1", "user-2 Unlinked run-2", "user-3 Intent run-1", "user-4 Unlinked run-1", "user-5 Intent run-1", "user-6 Skipped run-2"],
            report.LatestRecords().Select(record => $"{record.Username} {record.Event} {record.Run}").Order(StringComparer.Ordinal));
        Assert.Equal(
            new() { [ItemOutcome.Unlinked] = 4, [ItemOutcome.Open] = 1, [ItemOutcome.Skipped] = 1 },
            Counts(report));
        Assert.Equal(4, report.StillUnlinked);
    }

    [Fact]
    public async Task Copies_whose_lines_are_slightly_out_of_order_count_once()
    {
        JournalRecord[] lines =
        [
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent, second: 1), Line(2, JournalEvent.Intent) with { Time = Line(1, JournalEvent.Intent, second: 1).Time.AddMilliseconds(-3) },
            Line(2, JournalEvent.Unlinked, second: 2), Line(1, JournalEvent.Unlinked) with { Time = Line(1, JournalEvent.Intent, second: 2).Time.AddMilliseconds(-3) },
        ];
        await _journal.WriteAsync(lines);
        await _other.WriteAsync(lines[2..]);

        var report = JournalReport.Read([(_other.Path, "end"), (_journal.Path, "run")]);

        Assert.Equal((2, 2), (report.Items, Assert.Single(report.Runs).Count(ItemOutcome.Unlinked)));
        Assert.Equal(2, report.LatestRecords().Count());
    }

    [Theory]
    [InlineData("IdentityNotLinked", 0, 1, 0)]
    [InlineData("IdentityStillLinked", 1, 1, 0)]
    [InlineData("Throttled", 12, 1, 0)]
    [InlineData("Throttled", 0, 0, 1)]
    [InlineData("IdentityNotOwned", 0, 0, 0)]
    [InlineData("UserNotFound", 1, 0, 0)]
    public async Task After_a_failed_unlink_the_error_decides_whether_the_link_still_exists(string errorId, int attempts, long after, long uncertain)
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent), Line(1, JournalEvent.Failed, errorId: errorId) with { Attempts = attempts });

        var okta = Assert.Single(Read().Providers);

        Assert.Equal((1, after, uncertain), (okta.Before, okta.After, okta.Uncertain));
    }

    [Fact]
    public async Task Without_a_user_a_link_that_is_reported_as_not_linked_is_uncertain()
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent) with { Username = null, Identities = null },
            Line(1, JournalEvent.Failed, errorId: ErrorId.IdentityNotLinked) with { Username = null });

        var okta = Assert.Single(Read().Providers);

        Assert.Equal((0, 1), (okta.After, okta.Uncertain));
    }

    [Fact]
    public async Task What_an_undo_did_not_restore_is_still_unlinked_and_its_open_links_are_unknown()
    {
        JournalRecord Intent(int item) => Line(item, JournalEvent.Intent, "run-2", 60) with { Identities = null };
        await _journal.WriteAsync(
        [
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            .. Enumerable.Range(1, 5).SelectMany(item => new[] { Line(item, JournalEvent.Intent), Line(item, JournalEvent.Unlinked) }),
            Line(6, JournalEvent.AlreadyUnlinked),
            Line(7, JournalEvent.Intent),
            Run(JournalEvent.RunStarted, RunTask.Link, "run-2", 60),
            Intent(1), Line(1, JournalEvent.Linked, "run-2", 60),
            Intent(2), Line(2, JournalEvent.Failed, "run-2", 60, "LinkNotPossible"),
            Intent(3), Line(3, JournalEvent.Failed, "run-2", 60, "Throttled"),
            Intent(4),
        ]);

        var report = Read();

        Assert.Equal(3, report.StillUnlinked);
        Assert.Equal((1, 6), (report.Count(SignInNow.AsBefore), report.Count(SignInNow.Unknown)));
        Assert.Equal((2, 1), (report.Count(ItemOutcome.Open), report.OpenLinks));
    }

    [Fact]
    public async Task An_item_that_a_run_first_settles_and_then_unlinks_counts_once()
    {
        await _journal.WriteAsync(
            Run(JournalEvent.RunStarted, RunTask.Unlink),
            Line(1, JournalEvent.Intent),
            Run(JournalEvent.RunStarted, RunTask.Unlink, "run-2", 60),
            Line(1, JournalEvent.Failed, "run-2", 60),
            Line(1, JournalEvent.Intent, "run-2", 61), Line(1, JournalEvent.Unlinked, "run-2", 62) with { Throttled = 2 },
            Line(2, JournalEvent.Intent, "run-2", 62), Line(2, JournalEvent.Unlinked, "run-2", 63));

        var run = Read().Runs[1];

        Assert.Equal((0, 2), (run.Count(ItemOutcome.Failed), run.Count(ItemOutcome.Unlinked)));
        Assert.Equal((2, 0, 2), (run.Series.Buckets.Sum(bucket => bucket.Done), run.Series.Buckets.Sum(bucket => bucket.Failed), run.Throttled));
    }

    [Fact]
    public async Task An_identity_that_an_undo_finds_linked_does_not_count_as_refused()
    {
        await _journal.WriteAsync(Run(JournalEvent.RunStarted, RunTask.Link), Line(1, JournalEvent.Skipped));

        var run = Assert.Single(Read().Runs);

        Assert.Equal((1, 0), (run.Count(ItemOutcome.AlreadyLinked), run.Count(ItemOutcome.Skipped)));
        Assert.Equal((1, 0), (run.Series.Buckets[0].Done, run.Series.Buckets[0].Skipped));
    }
}
