using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.Report.Tests;

/// <summary>A journal and its page.</summary>
internal sealed class Sample : IDisposable
{
    private readonly JournalFile _journal = new();

    public string Page => Path.ChangeExtension(_journal.Path, ".html");

    public string Journal => _journal.Path;

    public JournalReport Write(string? title = null) => ReportFile.Write([(_journal.Path, "run.jsonl")], Options(Page) with { Title = title });

    /// <summary>The options with which the tests write a page.</summary>
    public static ReportOptions Options(string page) => new(page, id => $"What to do about {id}.", "undo FILE");

    public static async Task<Sample> OfAsync(IEnumerable<JournalRecord> records)
    {
        var sample = new Sample();
        await sample._journal.WriteAsync([.. records]);
        sample.Write();
        return sample;
    }

    /// <summary>A run with some of each outcome, which depends on the item number.</summary>
    public static IEnumerable<JournalRecord> Mixed(int count)
    {
        yield return Started();
        for (var i = 0; i < count; i++)
        {
            var item = JournalFile.Record(i) with { Time = At(i), ProviderName = i % 3 == 0 ? "Google" : "Okta", ProviderType = i % 3 == 0 ? "Google" : "SAML" };
            item = item with { Identities = $$"""[{"userId":"{{item.ProviderAttributeValue}}","providerName":"{{item.ProviderName}}"}]""" };
            var outcome = item with { Identities = null, Attempts = 1 };
            switch (i % 10)
            {
                case 7:
                    yield return outcome with { Event = JournalEvent.Skipped, ErrorId = "WouldLockOut", Attempts = 0, Reason = $"Nothing was sent: without it, user '{item.Username}' could not sign in any more." };
                    break;
                case 8:
                    yield return item;
                    yield return outcome with { Event = JournalEvent.Failed, ErrorId = "Throttled", Attempts = 12, Throttled = 12, Reason = "Too many requests." };
                    break;
                case 9 when i == count - 1:
                    yield return item;
                    break;
                default:
                    yield return item;
                    yield return outcome with { Event = JournalEvent.Unlinked, RequestId = $"request-{i}", SignInAfterUnlink = "Password", Throttled = i % 4 == 0 ? 1 : null };
                    break;
            }
        }
    }

    public static JournalRecord Refused(int number) =>
        JournalFile.Record(number, JournalEvent.Skipped) with { Time = At(number), Identities = null, Reason = "Nothing was sent." };

    public static JournalRecord Started() => new()
    {
        Time = At(0),
        Run = "run-1",
        Event = JournalEvent.RunStarted,
        Settings = new RunSettings { Version = "0.2.0", Task = RunTask.Unlink, ProviderName = "Okta, Google", AllowLockout = false, ThrottleLimit = 16 },
    };

    public static DateTime At(int number) => new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc).AddMilliseconds(40 * number);

    public void Dispose() => _journal.Dispose();
}
