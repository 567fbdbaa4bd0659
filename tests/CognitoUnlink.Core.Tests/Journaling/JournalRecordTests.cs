using System.Text;
using System.Text.Json;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Core.Tests.Journaling;

public sealed class JournalRecordTests : IDisposable
{
    private static readonly string[] s_fields =
    [
        "time", "run", "event", "format", "place", "caller", "userPoolId", "username", "sub", "providerName", "providerType", "providerAttributeName",
        "providerAttributeValue", "identities", "requestId", "attempts", "reason", "errorId", "throttled", "signInAfterUnlink", "recovery", "signedOut",
        "clientId", "clientName", "providersBefore", "settings", "totals",
    ];

    private static readonly JournalRecord s_full = JournalFile.Record(1) with
    {
        Caller = RunCaller.OfArn("arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com"),
        RequestId = "r-1",
        Attempts = 3,
        Reason = "why",
        ErrorId = "WouldLockOut",
        Throttled = 2,
        Sub = "s-1",
        SignInAfterUnlink = "None",
        Recovery = "VerifiedEmail",
        SignedOut = true,
        ClientId = "1web",
        ClientName = "web",
        ProvidersBefore = "[\"COGNITO\",\"Okta\"]",
        Settings = new RunSettings
        {
            Version = "0.2.0", Task = RunTask.Link, ParameterSetName = "User", UserPoolId = "eu-west-1_Pool", Region = "eu-west-1", ProviderName = "Okta, Goo*", AllProviders = true,
            AllowLockout = true, AllowNoRecovery = true, CheckFactors = true, Repair = false, Verify = false, SignOut = true, MaximumChange = 7, RequestsPerSecond = 12.5, ThrottleLimit = 16,
        },
        Totals = new RunTotals { Unlinked = 1, AlreadyUnlinked = 2, Skipped = 3, Failed = 4, Linked = 5, Requests = 6, Throttled = 7, Retried = 8 },
    };

    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("Zoë Ångström 山田太郎 👩‍👩‍👧 \u202E")]
    [InlineData("a \"quoted\" \\ / 'value' <b>&amp;</b> +")]
    [InlineData("two\nlines\r\nthree\u2028four\u0085five\t\0\u0001")]
    [InlineData("[{\"userId\":\"Zoë\",\"dateCreated\":\"1720531919374\",\"x\":{\"y\":[1e400]}}]")]
    public async Task Records_are_read_exactly_as_they_were_written(string text)
    {
        var record = s_full with { Username = text, ProviderAttributeValue = text, Identities = text, Reason = text };

        await _journal.WriteAsync(record, JournalFile.RunStarted());

        Assert.Equal([record, JournalFile.RunStarted()], _journal.Read());
        Assert.Equal(2, File.ReadAllBytes(_journal.Path).Count(character => character == '\n'));
    }

    [Fact]
    public async Task Every_event_has_its_own_name()
    {
        await _journal.WriteAsync([.. Enum.GetValues<JournalEvent>().Select(journalEvent => JournalFile.Record(1, journalEvent))]);

        string[] names = ["run-started", "intent", "unlinked", "already-unlinked", "skipped", "failed", "linked", "run-ended", "run-place", "run-caller",
            "client-intent", "client-closed", "client-reopened", "client-failed", "password-intent", "password-set", "password-failed"];
        Assert.Equal(names, File.ReadLines(_journal.Path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()));
        Assert.Equal(Enum.GetValues<JournalEvent>(), _journal.Read().Select(record => record.Event));
    }

    [Fact]
    public async Task A_line_is_plain_JSON_in_UTF8_without_nulls()
    {
        await _journal.WriteAsync(JournalFile.RunStarted() with { Reason = "Zoë" });

        Assert.Equal(
            "{\"time\":\"1970-01-01T00:00:00.0000000Z\",\"run\":\"run-1\",\"event\":\"run-started\",\"reason\":\"Zoë\"}\n",
            Encoding.UTF8.GetString(File.ReadAllBytes(_journal.Path)));
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public async Task Times_are_UTC(DateTimeKind kind)
    {
        var utc = new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc).AddTicks(1);
        var time = kind == DateTimeKind.Local ? utc.ToLocalTime() : DateTime.SpecifyKind(utc, kind);

        await _journal.WriteAsync(s_full with { Time = time });

        var read = Assert.Single(_journal.Read()).Time;
        Assert.Equal((utc, DateTimeKind.Utc), (read, read.Kind));
    }

    [Fact]
    public async Task A_record_has_only_the_known_fields()
    {
        await _journal.WriteAsync(s_full with { Event = JournalEvent.RunStarted, Format = 2, Place = new Place { Host = "127.0.0.1:1" } });

        var written = JsonDocument.Parse(File.ReadAllText(_journal.Path)).RootElement.EnumerateObject().Select(field => field.Name);
        Assert.Equal(s_fields, written);
        Assert.Equal(s_fields, typeof(JournalRecord).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)));
    }

    [Theory]
    [InlineData("\"settings\":5")]
    [InlineData("\"settings\":{\"task\":\"dance\",\"version\":\"9\"}")]
    [InlineData("\"settings\":{\"throttleLimit\":\"many\"}")]
    [InlineData("\"totals\":[1]")]
    [InlineData("\"totals\":null,\"settings\":null")]
    public void Settings_and_totals_in_an_unknown_form_are_ignored(string field)
    {
        _journal.WriteText($$"""{"time":"2026-01-01T00:00:00Z","run":"r","event":"run-started",{{field}}}""" + "\n");

        var record = Assert.Single(_journal.Read());
        Assert.Equal((null, null), (record.Settings, record.Totals));
    }

    [Theory]
    [InlineData("\"alice\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"aws\"}")]
    [InlineData("{\"kind\":\"aws\",\"name\":null}")]
    [InlineData("{\"kind\":[],\"name\":5}")]
    public void A_caller_in_an_unknown_form_is_ignored(string caller)
    {
        _journal.WriteText($$"""{"time":"2026-01-01T00:00:00Z","run":"r","event":"run-caller","caller":{{caller}}}""" + "\n");

        Assert.Null(Assert.Single(_journal.Read()).Caller);
    }

    [Fact]
    public async Task The_caller_of_a_run_is_written_with_its_kind_and_name()
    {
        await _journal.WriteAsync(JournalFile.Record(1, JournalEvent.RunCaller) with { Caller = RunCaller.OfArn("arn:aws:iam::1:user/alice") });

        Assert.Contains("\"event\":\"run-caller\",\"caller\":{\"kind\":\"aws\",\"name\":\"arn:aws:iam::1:user/alice\"},", File.ReadAllText(_journal.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_written_with_readable_names_and_values()
    {
        await _journal.WriteAsync(JournalFile.RunStarted() with { Settings = new RunSettings { Task = RunTask.Unlink, ProviderName = "Okta", AllowLockout = false } });

        Assert.EndsWith("\"settings\":{\"task\":\"unlink\",\"providerName\":\"Okta\",\"allowLockout\":false}}\n", File.ReadAllText(_journal.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_added_by_another_version_are_ignored()
    {
        _journal.WriteText("""{"canary":{"a":[1,{"run":"x"}]},"event":"run-ended","run":"r","time":"2026-01-01T02:00:00+02:00","attempts":null}""" + "\n");

        var record = Assert.Single(_journal.Read());
        Assert.Equal(new JournalRecord { Time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Run = "r", Event = JournalEvent.RunEnded }, record);
        Assert.DoesNotContain("canary", record.ToString(), StringComparison.Ordinal);
    }
}
