using System.Diagnostics;
using CognitoUnlink.Aws;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.Calling;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Bench.Unlink;

/// <summary>Our own engine in this process, put together as the command line does it.</summary>
/// <param name="items">Identities.</param>
/// <param name="inFlight">At once.</param>
/// <param name="hasJournal">Whether it keeps a journal.</param>
/// <param name="provider">Whose identities.</param>
internal sealed class EngineClient(int items, int inFlight, bool hasJournal, string provider = "Okta") : IUnlinkClient
{
    public string Name => $"engine, {(provider == "Okta" ? "SAML" : provider)}, {(hasJournal ? "journal" : "no journal")}, {inFlight} in flight";

    public int Items => items;

    public int WarmUp => Math.Min(items, 1_000);

    public async Task<UnlinkTime> RunAsync(PoolProcess server, LinkedPool pool)
    {
        var caller = CallerOf(server.Pool, requestsPerSecond: null);
        using var gateway = caller.Gateway;
        await UnlinkAsync(caller, LinkedPool.Items(server.Pool.UserPoolId, provider, 0, WarmUp), inFlight, hasJournal ? pool.PathOf($"{Guid.NewGuid():N}.jsonl") : null);
        var all = LinkedPool.Items(server.Pool.UserPoolId, provider, WarmUp, Items);
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await UnlinkAsync(caller, all, inFlight, hasJournal ? pool.PathOf($"{Guid.NewGuid():N}.jsonl") : null);
        return new UnlinkTime(watch.Elapsed, Environment.CpuUsage.TotalTime - processor);
    }

    public static ServiceCaller CallerOf(LocalUserPool pool, double? requestsPerSecond)
    {
        var options = new GatewayOptions { AccessKey = pool.AccessKey, SecretKey = pool.SecretKey, Region = pool.Region, EndpointUrl = pool.EndpointUrl };
        return new ServiceCaller(new CognitoGatewayFactory().Create(options), new RequestPace(QuotaCategory.UserUpdate, requestsPerSecond));
    }

    public static async Task UnlinkAsync(ServiceCaller caller, IReadOnlyList<UnlinkItem> items, int inFlight, string? journalPath)
    {
        await using var journal = journalPath is null ? null : await UnlinkJournal.OpenAsync(journalPath);
        var client = new PoolClient(() => caller);
        await using var run = new UnlinkRun(new Host(), new RunOptions { ThrottleLimit = inFlight }, new UnlinkOptions(), journal, CancellationToken.None);
        await run.RunAsync(items.ToAsyncEnumerable().Select(item => (Action)(() => run.Add(client, item))), () => { });
        if (run.Failure is { } failure)
        {
            throw failure;
        }
    }

    private sealed class Host : IRunHost<UnlinkReport>
    {
        public bool Confirm(UnlinkReport preview) => true;

        public void Show(UnlinkReport report)
        {
            if (report.Result.Outcome != UnlinkOutcome.Unlinked)
            {
                throw new InvalidOperationException($"{report.Result.Username}: {report.Result.Outcome}, {report.Result.Reason}");
            }
        }

        public void Warn(string text)
        {
        }

        public void ShowNothingToDo(string text, bool isNamed)
        {
        }
    }
}
