using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Running;

/// <summary>Who made a run, as its journal says.</summary>
public sealed class RunCallerTests : IDisposable
{
    private const string Arn = "arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com";

    private readonly JournalFile _file = new();
    private readonly TaskCompletionSource _sent = new();
    private int _asked;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task AWS_is_asked_once_for_many_items_and_beside_their_work()
    {
        // It answers only when a request has been sent.
        await UnlinkAsync(async _ =>
        {
            await _sent.Task;
            return Arn;
        });

        Assert.Equal(1, _asked);
        Assert.Equal(RunCaller.OfArn(Arn), Said());
        Assert.Equal(JournalEvent.RunEnded, _file.Read()[^1].Event);
    }

    [Fact]
    public async Task An_undo_says_who_made_it_too()
    {
        var gateway = Gateway(_ => Task.FromResult<string?>(Arn));
        await using (var journal = await LinkJournal.OpenAsync(_file.Path))
        {
            using var client = new PoolClient(() => new ServiceCaller(gateway));
            await using var run = new LinkRun(new SilentHost(), Options(client), journal, TestContext.Current.CancellationToken);
            await run.RunAsync(Asks(() => run.Add(client, new LinkItem { UserPoolId = FakeGateway.PoolId, Username = "alice", Source = new ProviderUser("Google", "Cognito_Subject", "new") })), () => { });
        }

        Assert.Equal(RunCaller.OfArn(Arn), Said());
    }

    [Fact]
    public async Task Where_no_answer_comes_the_run_ends_all_the_same_with_the_user_of_the_computer()
    {
        var summary = await UnlinkAsync(_ => new TaskCompletionSource<string?>().Task);

        Assert.Equal((2, true), (summary.Unlinked, summary.IsComplete));
        Assert.Equal(RunCaller.OfProcess(), Said());
    }

    [Fact]
    public async Task Whatever_goes_wrong_is_no_failure_of_the_run()
    {
        var summary = await UnlinkAsync(_ => Task.FromException<string?>(new CognitoException(CognitoErrorKind.ConnectionFailed, "No way.")));

        Assert.Equal((2, 0, true), (summary.Unlinked, summary.Failed, summary.IsComplete));
        Assert.Equal(("os", false), (Said().Kind, Said().IsAws));
        Assert.Contains(Environment.UserName, Said().Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_its_limit_ends_still_hears_the_answer()
    {
        await UnlinkAsync(
            async cancellationToken =>
            {
                await _sent.Task;
                await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
                return Arn;
            },
            options => options with { MaximumChange = 1 });

        Assert.Equal(RunCaller.OfArn(Arn), Said());
    }

    [Fact]
    public async Task Nobody_is_asked_when_that_is_not_wanted()
    {
        await UnlinkAsync(_ => Task.FromResult<string?>(Arn), options => options with { NoCallerIdentity = true });

        Assert.Equal((0, RunCaller.OfProcess()), (_asked, Said()));
    }

    [Fact]
    public async Task A_local_user_pool_knows_nobody()
    {
        await UnlinkAsync(_ => Task.FromResult<string?>(Arn), place: new Place { Host = "127.0.0.1:9229", Instance = "one" });

        Assert.Equal((0, RunCaller.OfProcess()), (_asked, Said()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rehearsal_and_a_run_without_a_journal_ask_nobody(bool whatIf)
    {
        using var client = new PoolClient(() => new ServiceCaller(Gateway(_ => Task.FromResult<string?>(Arn))));
        await using var run = new UnlinkRun(new SilentHost(), Options(client) with { WhatIf = whatIf }, new UnlinkOptions(), null, TestContext.Current.CancellationToken);

        await run.RunAsync(Asks(() => run.Add(client, Item("alice"))), () => { });

        Assert.Equal((0, 1), (_asked, run.Changes));
    }

    private static UnlinkItem Item(string username) =>
        new() { UserPoolId = FakeGateway.PoolId, Username = username, Target = new ProviderUser("Google", "Cognito_Subject", $"at-{username}") };

    private static RunOptions Options(PoolClient client) => new() { UserPoolId = FakeGateway.PoolId, Client = client };

    private RunCaller Said() => Assert.Single(_file.Read(), record => record.Event == JournalEvent.RunCaller).Caller!;

    private FakeGateway Gateway(Func<CancellationToken, Task<string?>> answer, Place? place = null)
    {
        var gateway = new FakeGateway
        {
            At = place,
            OnFindCaller = cancellationToken =>
            {
                Interlocked.Increment(ref _asked);
                return answer(cancellationToken);
            },
        };
        gateway.OnCall = operation =>
        {
            if (operation.StartsWith("AdminDisable", StringComparison.Ordinal))
            {
                _sent.TrySetResult();
            }
        };
        foreach (var name in new[] { "alice", "bob" })
        {
            gateway.Users[name] = new CognitoUser { Username = name, Sub = name, UserStatus = "CONFIRMED", Identities = $$"""[{"userId":"at-{{name}}","providerName":"Google","providerType":"Google"}]""" };
            gateway.Links[Item(name).Target] = (name, "[]");
        }

        return gateway;
    }

    private async Task<RunSummary> UnlinkAsync(Func<CancellationToken, Task<string?>> answer, Func<RunOptions, RunOptions>? change = null, Place? place = null)
    {
        using var client = new PoolClient(() => new ServiceCaller(Gateway(answer, place)));
        await using var journal = await UnlinkJournal.OpenAsync(_file.Path);
        await using var run = new UnlinkRun(new SilentHost(), (change ?? (options => options))(Options(client)), new UnlinkOptions(), journal, TestContext.Current.CancellationToken);
        await run.RunAsync(Asks(() => run.Add(client, Item("alice")), () => run.Add(client, Item("bob"))), () => { });
        return run.Summarize();
    }

    private static async IAsyncEnumerable<Action> Asks(params Action[] asks)
    {
        await Task.Yield();
        foreach (var ask in asks)
        {
            yield return ask;
        }
    }

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
