using System.Text.Json;
using CognitoUnlink.Aws;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Soak;

/// <summary>The engine in one process that is never killed: one gateway, one pace, unlinking and undoing until its input ends.</summary>
internal sealed class SteadyEngine(string folder, string endpointUrl, string userPoolId)
{
    public const string Command = "steady";

    private const int InFlight = 16;
    private const int MostPasses = 40;
    private const double RequestsPerSecond = 100;
    private static readonly TimeSpan s_sampleEvery = TimeSpan.FromSeconds(2);

    private readonly string _journal = Path.Combine(folder, "steady.jsonl");

    public async Task<int> RunAsync()
    {
        using var gateway = new CognitoGatewayFactory().Create(new GatewayOptions
        {
            EndpointUrl = endpointUrl,
            PoolRegion = UserPoolIdRule.RegionOf(userPoolId),
            Timeout = TimeSpan.FromSeconds(2),
        });
        var caller = new ServiceCaller(gateway, new RequestPace(QuotaCategory.UserUpdate, RequestsPerSecond));
        await using var timer = new Timer(_ => Print(new SteadyLine { Heap = GC.GetTotalMemory(forceFullCollection: true) }), null, s_sampleEvery, s_sampleEvery);
        // Console.In blocks even in its asynchronous methods.
        var end = Task.Run(Console.In.ReadToEnd);
        while (!end.IsCompleted)
        {
            Print(await RoundAsync(caller));
        }

        return 0;
    }

    private static void Print(SteadyLine line)
    {
        lock (s_printing)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(line));
        }
    }

    private static readonly object s_printing = new();

    private async Task<SteadyLine> RoundAsync(ServiceCaller caller)
    {
        File.Delete(_journal);
        var problems = new Problems();
        var listed = await ListAsync(caller);
        var before = Links(listed);
        await UntilNothingFailsAsync("unlink", problems, () => UnlinkAsync(caller, listed));
        var unlinked = before.Except(Links(await ListAsync(caller))).ToHashSet();
        var journal = new JournalCheck(_journal, "steady, unlink", problems);
        journal.Has(unlinked, "unlinked");
        journal.Others(unlinked, "skipped");

        await UntilNothingFailsAsync("undo", problems, () => UndoAsync(caller));
        var missing = before.Except(Links(await ListAsync(caller))).ToHashSet();
        var own = listed.Where(identity => identity.Primary == true).Select(identity => (identity.ProviderName, identity.Subject)).ToHashSet();
        problems.Each(missing.Where(link => !own.Contains((link.Provider, link.Subject))).Select(link => $"steady: {link}"), "not undone");
        var linked = unlinked.Except(missing).ToHashSet();
        journal = new JournalCheck(_journal, "steady, undo", problems);
        journal.Has(linked, "linked");
        journal.Others(linked, "failed", "skipped");
        return new SteadyLine
        {
            Unlinked = unlinked.Count,
            Linked = linked.Count,
            Requests = caller.Requests,
            Throttled = caller.Throttled,
            Retried = caller.Retried,
            Problems = problems.Texts,
        };
    }

    private async Task<int> UnlinkAsync(ServiceCaller caller, IReadOnlyList<LinkedIdentity> identities)
    {
        await using var journal = await UnlinkJournal.OpenAsync(_journal);
        var client = new PoolClient(() => caller);
        await using var run = new UnlinkRun(new SilentHost(), Options, new UnlinkOptions(), journal, CancellationToken.None);
        await run.RunAsync(identities.ToAsyncEnumerable().Select(identity => (Action)(() => run.Add(client, UnlinkItem.For(identity)))), () => { });
        return (int)run.Summarize().Failed;
    }

    private async Task<int> UndoAsync(ServiceCaller caller)
    {
        var records = new JournalUndo(new JournalSource(_journal)).Records().Select(line => line.Record).ToList();
        await using var journal = await LinkJournal.OpenAsync(_journal);
        var client = new PoolClient(() => caller);
        await using var run = new LinkRun(new SilentHost(), Options, journal, CancellationToken.None);
        await run.RunAsync(records.ToAsyncEnumerable().Select(record => (Action)(() => run.Add(client, ItemOf(record)))), () => { });
        return (int)run.Summarize().Failed;
    }

    private static RunOptions Options => new() { ThrottleLimit = InFlight };

    private static LinkItem ItemOf(JournalRecord record) => new()
    {
        UserPoolId = record.UserPoolId!,
        Username = record.Username!,
        Source = new ProviderUser(record.ProviderName!, record.ProviderAttributeName!, record.ProviderAttributeValue!),
        ProviderType = record.ProviderType,
    };

    private static async Task UntilNothingFailsAsync(string what, Problems problems, Func<Task<int>> pass)
    {
        for (var passes = 0; await pass() > 0; passes++)
        {
            if (passes == MostPasses)
            {
                problems.Add("no end", $"steady, {what}: items failed again and again");
                return;
            }
        }
    }

    private async Task<IReadOnlyList<LinkedIdentity>> ListAsync(ServiceCaller caller)
    {
        while (true)
        {
            try
            {
                List<LinkedIdentity> identities = [];
                await foreach (var user in new UserReader(caller).ListUsersAsync(userPoolId, CancellationToken.None))
                {
                    identities.AddRange(LinkedIdentities.Of(userPoolId, user));
                }

                return identities;
            }
            catch (CognitoException)
            {
                // An injected fault; the counts show it.
            }
        }
    }

    private static HashSet<Link> Links(IEnumerable<LinkedIdentity> identities) =>
        [.. identities.Where(identity => identity.Primary != true).Select(identity => new Link(identity.Username, identity.ProviderName, identity.Subject))];

    private sealed class SilentHost : IRunHost<ChangeReport>
    {
        public bool Confirm(ChangeReport preview) => true;

        public void Show(ChangeReport report)
        {
        }

        public void Warn(string text)
        {
        }

        public void ShowNothingToDo(string text, bool isNamed)
        {
        }
    }
}
