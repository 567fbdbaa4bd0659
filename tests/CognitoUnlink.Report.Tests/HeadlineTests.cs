using System.Net;
using System.Text.RegularExpressions;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Tests;

/// <summary>What a manager reads first: how the run went, who made it, and how people can sign in now.</summary>
public sealed class HeadlineTests : IDisposable
{
    private static readonly DateTime s_start = new(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc);

    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    private static JournalRecord Started(RunTask task = RunTask.Unlink, string run = "run-1", double minute = 0) =>
        new() { Time = s_start.AddMinutes(minute), Run = run, Event = JournalEvent.RunStarted, Settings = new RunSettings { Task = task, ProviderName = "Okta" } };

    private static JournalRecord Ended(string run = "run-1", double minute = 0) => new() { Time = s_start.AddMinutes(minute), Run = run, Event = JournalEvent.RunEnded };

    private static JournalRecord[] Unlinked(int user, string? signIn = "Password", string? recovery = "VerifiedEmail", string? errorId = null) =>
    [
        JournalFile.Record(user) with { Time = s_start, Run = "run-1" },
        JournalFile.Record(user, JournalEvent.Unlinked) with { Time = s_start, Run = "run-1", Identities = null, SignInAfterUnlink = signIn, Recovery = recovery, ErrorId = errorId },
    ];

    private static JournalRecord Line(int user, JournalEvent journalEvent, string run = "run-1", string? errorId = null) =>
        JournalFile.Record(user, journalEvent) with { Time = s_start, Run = run, ErrorId = errorId, Identities = null };

    private async Task<(JournalReport Report, string Page)> ReadAsync(params JournalRecord[] lines)
    {
        await _journal.WriteAsync(lines);
        var page = Path.ChangeExtension(_journal.Path, ".html");
        var report = ReportFile.Write([(_journal.Path, "run.jsonl")], Sample.Options(page));
        return (report, await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken));
    }

    private static string Text(string page, string pattern) =>
        Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(Regex.Match(page, pattern, RegexOptions.Singleline).Groups[1].Value, "<[^>]*>", string.Empty)), @"\s+", " ").Trim();

    private static string Lead(string page) => Text(page, "class=\"lead\">(.*?)</p>");

    private static Dictionary<string, string> Facts(string page) => Regex.Matches(page, "<div data-fact=\"(.*?)\">(.*?)</div>", RegexOptions.Singleline)
        .ToDictionary(match => match.Groups[1].Value, match => Text(match.Value, "<dd>(.*?)</div>"));

    [Fact]
    public async Task The_headline_has_a_sentence_for_each_kind_of_outcome()
    {
        var (_, page) = await ReadAsync(
        [
            Started(), .. Unlinked(1), .. Unlinked(2, "Federated"), Line(3, JournalEvent.AlreadyUnlinked) with { SignInAfterUnlink = "Password", Recovery = "VerifiedPhone" },
            Line(4, JournalEvent.Skipped, errorId: "WouldLockOut"), Line(5, JournalEvent.Failed, errorId: "NotAuthorized"), Ended(minute: 6),
        ]);

        Assert.Equal(
            "2 of 5 Okta sign-ins removed in 6 minutes. Nobody was locked out. 1 was gone before. 1 was refused by a safety check. 1 failed.",
            Lead(page));
    }

    [Theory]
    [InlineData(0.99, "less than a second")]
    [InlineData(1, "1 second")]
    [InlineData(59.7, "1 minute")]
    [InlineData(3599, "1 hour")]
    [InlineData(7800, "2 hours 10 minutes")]
    [InlineData(90000, "1 day 1 hour")]
    [InlineData(86399, "1 day")]
    public async Task The_headline_shows_a_rounded_duration(double seconds, string words)
    {
        var (_, page) = await ReadAsync([Started(), .. Unlinked(1), Ended(minute: seconds / 60)]);

        Assert.StartsWith($"1 of 1 Okta sign-in removed in {words}. Nobody was locked out.", Lead(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_headline_says_how_many_people_were_locked_out()
    {
        var (report, page) = await ReadAsync([Started(), .. Unlinked(1), .. Unlinked(2, "None", errorId: "Stranded"), Ended(minute: 1)]);

        Assert.Equal(1, report.Count(SignInNow.None));
        Assert.Contains("1 person has no way to sign in.", Lead(page), StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody", Lead(page), StringComparison.Ordinal);
        Assert.Contains("data-attention=\"locked-out\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_headline_claims_nothing_that_the_journal_does_not_show()
    {
        var (report, page) = await ReadAsync([Started(), .. Unlinked(1), .. Unlinked(2, null, null), Unlinked(3)[0], Ended(minute: 1)]);

        Assert.Equal((1, 2), (report.Count(SignInNow.ResettablePassword), report.Count(SignInNow.Unknown)));
        Assert.Equal(
            "2 of 3 Okta sign-ins removed in 1 minute. Nobody is known to be locked out. The journal does not show how 2 people can sign in now. For 1, it is not known whether the change was made.",
            Lead(page));
    }

    [Fact]
    public async Task The_headline_mentions_sign_ins_without_a_user()
    {
        var (_, page) = await ReadAsync([Started(), .. Unlinked(1), .. Unlinked(2).Select(line => line with { Username = null, Identities = null }), Ended()]);

        Assert.Contains("Nobody is known to be locked out. The journal does not show which user 1 of them belonged to.", Lead(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_who_keep_one_of_several_identities_sign_in_as_before()
    {
        var second = Line(1, JournalEvent.Skipped, errorId: "WouldLockOut") with { ProviderName = "Google", ProviderAttributeValue = "g" };

        var (report, page) = await ReadAsync([Started(), .. Unlinked(1, "Federated"), second, Line(2, JournalEvent.Failed, errorId: "Throttled"), Ended()]);

        Assert.Equal((2, 2), (report.Users, report.Count(SignInNow.AsBefore)));
        Assert.StartsWith("1 of 3 Okta and Google sign-ins removed", Lead(page), StringComparison.Ordinal);
        Assert.Contains("Nobody was locked out.", Lead(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_identity_whose_unlink_was_never_sent_lets_its_owner_sign_in_as_before(bool isFirst)
    {
        var failed = Line(1, JournalEvent.Failed, errorId: "NotAuthorized") with { ProviderName = "Google", ProviderAttributeValue = "g", Attempts = 0 };
        var unlinked = Unlinked(1);
        unlinked[0] = unlinked[0] with { Identities = unlinked[0].Identities!.Replace("]", """,{"userId":"g","providerName":"Google","primary":false}]""", StringComparison.Ordinal) };
        JournalRecord[] lines = isFirst ? [failed, .. unlinked] : [.. unlinked, failed];

        var (report, _) = await ReadAsync([Started(), .. lines, Ended()]);

        Assert.Equal((1, 1), (report.Users, report.Count(SignInNow.AsBefore)));
    }

    [Fact]
    public async Task Each_person_counts_once_with_the_latest_way_to_sign_in()
    {
        var second = Unlinked(1, "Password", "None").Select(line => line with { ProviderName = "Google", ProviderAttributeValue = "g", Time = s_start.AddSeconds(1) });

        var (report, page) = await ReadAsync([Started(), .. Unlinked(1, "Federated"), .. second, Ended()]);

        Assert.Equal((2, 1, 1), (report.Items, report.Users, report.Count(SignInNow.Password)));
        Assert.EndsWith("Nobody was locked out. 1 person has only a password, with no known way to reset it.", Lead(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_was_set_after_the_run_counts_as_a_way_to_sign_in()
    {
        var set = Line(1, JournalEvent.PasswordSet) with { Time = s_start.AddSeconds(5), ProviderName = null, ProviderAttributeName = null, ProviderAttributeValue = null, Recovery = "VerifiedEmail" };

        var (report, _) = await ReadAsync([Started(), .. Unlinked(1, "None"), Ended(), set]);

        Assert.Equal(1, report.Count(SignInNow.ResettablePassword));
    }

    [Fact]
    public async Task An_undo_has_its_own_headline()
    {
        var undone = s_start.AddMinutes(10);
        var (report, page) = await ReadAsync(
        [
            Started(), .. Unlinked(1), .. Unlinked(2), Ended(minute: 2), Started(RunTask.Link, "run-2", 10),
            Line(1, JournalEvent.Intent, "run-2") with { Time = undone }, Line(1, JournalEvent.Linked, "run-2") with { Time = undone },
            Line(2, JournalEvent.Intent, "run-2") with { Time = undone }, Line(2, JournalEvent.Failed, "run-2", "LinkNotPossible") with { Time = undone }, Ended("run-2", 13),
        ]);

        Assert.Equal("1 of 2 Okta sign-ins linked again in 3 minutes. Nobody was locked out. 1 cannot be linked again now.", Lead(page));
        Assert.Equal((1, 1), (report.Count(SignInNow.AsBefore), report.Count(SignInNow.ResettablePassword)));
        Assert.Equal("2 min 0 s unlinking in 1 run, 3 min 0 s linking again in 1 run", Facts(page)["At work"]);
    }

    [Fact]
    public async Task The_time_of_overlapping_runs_counts_once()
    {
        var (report, _) = await ReadAsync(
            [Started(), Started(run: "run-2", minute: 1), Ended(minute: 4), Ended("run-2", 5), Started(run: "run-3", minute: 20), Ended("run-3", 21)]);

        Assert.Equal(TimeSpan.FromMinutes(6), report.AtWork(RunTask.Unlink));
    }

    [Fact]
    public async Task The_page_says_who_started_the_run_where_and_when()
    {
        var place = new Place { Partition = "aws", Region = "eu-west-1", Host = "cognito-idp.eu-west-1.amazonaws.com" };
        var arn = "arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com";
        var (_, page) = await ReadAsync(
        [
            Started() with { Format = 2, Place = place }, new JournalRecord { Time = s_start, Run = "run-1", Event = JournalEvent.RunCaller, Caller = RunCaller.OfArn(arn) },
            .. Unlinked(1), Ended(minute: 1.5),
        ]);

        var facts = Facts(page);
        Assert.Equal("Okta (SAML)", facts["Provider"]);
        Assert.Equal("eu-west-1_Pool", facts["User pool"]);
        Assert.Equal("eu-west-1", facts["Region"]);
        Assert.Equal("123456789012", facts["Account"]);
        Assert.Equal("alice@example.com (role Admin)", facts["Run by"]);
        Assert.Contains($"run by {arn}", Regex.Replace(page, "<[^>]*>", string.Empty), StringComparison.Ordinal);
        Assert.Equal("cognito-idp.eu-west-1.amazonaws.com", facts["Sent to"]);
        Assert.Equal("2026-03-29 01:30:00 to 2026-03-29 01:31:30", facts["When"]);
        Assert.Equal("1 min 30 s unlinking in 1 run", facts["At work"]);
    }

    [Fact]
    public async Task The_page_says_what_an_old_journal_does_not_record()
    {
        var (_, page) = await ReadAsync([Started() with { Settings = null }, .. Unlinked(1, null, null), Ended()]);

        Assert.Equal(("not recorded", "not recorded", "not recorded"), (Facts(page)["Account"], Facts(page)["Run by"], Facts(page)["Sent to"]));
        Assert.Equal("1 of 1 Okta sign-in removed in less than a second. The journal does not show how 1 person can sign in now.", Lead(page));
    }

    [Fact]
    public async Task The_settings_of_a_run_are_described_in_words()
    {
        var settings = new RunSettings
        {
            Task = RunTask.Unlink, ParameterSetName = "User", ProviderName = "Okta", Shard = "2/4", AllowLockout = false, Verify = true, SignOut = true, Repair = true, CheckFactors = true,
            AllowNoRecovery = true, MaximumChange = 500, StopAfterSeconds = 3000, RequestsPerSecond = 12.5, ThrottleLimit = 16,
        };

        var (_, page) = await ReadAsync([Started() with { Settings = settings }, .. Unlinked(1), Ended()]);

        var words = Text(page, "class=\"settings\"[^>]*>(.*?)<(?:br|div)");
        Assert.Equal(
            "Unlink the identities of Okta. The run was set to refuse users who would have no way to sign in. Users left with only a password that they cannot reset were allowed. "
            + "Passkeys and one-time codes counted as a way in. Each user was to be read again afterwards. If a user turned out to have no way to sign in, the identity was to be linked again. "
            + "Users were to be signed out. Part 2 of 4 of the work. At most 500 changes. At most 50 minutes. At most 12.5 requests a second. 16 at a time.",
            words);
        Assert.DoesNotContain("parameter set", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Providers_that_were_not_part_of_the_run_are_collapsed()
    {
        var (_, page) = await ReadAsync(
            [Started(), Unlinked(1)[0] with { Identities = """[{"userId":"subject-1","providerName":"Okta"},{"userId":"g","providerName":"Google"}]""" }, Unlinked(1)[1], Ended()]);

        var folded = Regex.Match(page, "<details class=\"untouched\">.*?</details>", RegexOptions.Singleline).Value;
        Assert.Contains("1 other provider", folded, StringComparison.Ordinal);
        Assert.Contains("data-provider=\"Google\"", folded, StringComparison.Ordinal);
        Assert.DoesNotContain("data-provider=\"Okta\"", folded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Causes_count_people_and_are_described_in_words()
    {
        var again = Line(1, JournalEvent.Skipped, errorId: "WouldLockOut") with { ProviderAttributeValue = "other" };

        var (_, page) = await ReadAsync([Started(), Line(1, JournalEvent.Skipped, errorId: "WouldLockOut"), again, Line(2, JournalEvent.Failed, errorId: "UserNotFound"), Ended()]);

        Assert.StartsWith("The only way to sign in WouldLockOut 2 1 What to do about WouldLockOut.", Text(page.Replace("<td", " <td", StringComparison.Ordinal), "<tr data-cause=\"WouldLockOut\">(.*?)</tr>"), StringComparison.Ordinal);
        Assert.StartsWith("User not found UserNotFound 1 1 ", Text(page.Replace("<td", " <td", StringComparison.Ordinal), "<tr data-cause=\"UserNotFound\">(.*?)</tr>"), StringComparison.Ordinal);
    }
}
