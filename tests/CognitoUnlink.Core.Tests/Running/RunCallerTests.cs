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

/// <summary>Who started a run, according to its journal.</summary>
public sealed class RunCallerTests : IDisposable
{
    private const string Arn = "arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com";

    private readonly JournalFile _file = new();
    private readonly TaskCompletionSource _sent = new();
    private int _lookups;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task The_caller_is_looked_up_once_for_all_items_and_in_parallel_with_their_work()
    {
        // The answer comes only after a request has been sent.
        await UnlinkAsync(async _ =>
        {
            await _sent.Task;
            return Arn;
        });

        Assert.Equal(1, _lookups);
        Assert.Equal(RunCaller.OfArn(Arn), RecordedCaller());
        Assert.Equal(JournalEvent.RunEnded, _file.Read()[^1].Event);
    }

    [Fact]
    public async Task An_undo_records_its_caller_too()
    {
        var gateway = Gateway(_ => Task.FromResult<string?>(Arn));
        await using (var journal = await LinkJournal.OpenAsync(_file.Path))
        {
            using var client = new PoolClient(() => new ServiceCaller(gateway));
            await using var run = new LinkRun(new SilentHost(), Options(client), journal, TestContext.Current.CancellationToken);
            await run.RunAsync(Input(() => run.Add(client, new LinkItem { UserPoolId = FakeGateway.PoolId, Username = "alice", Source = new ProviderUser("Google", "Cognito_Subject", "new") })), () => { });
        }

        Assert.Equal(RunCaller.OfArn(Arn), RecordedCaller());
    }

    [Fact]
    public async Task Without_an_answer_the_run_still_ends_and_records_the_user_of_the_computer()
    {
        var summary = await UnlinkAsync(_ => new TaskCompletionSource<string?>().Task);

        Assert.Equal((2, true), (summary.Unlinked, summary.IsComplete));
        Assert.Equal(RunCaller.OfProcess(), RecordedCaller());
    }

    [Fact]
    public async Task A_failed_caller_lookup_does_not_fail_the_run()
    {
        var summary = await UnlinkAsync(_ => Task.FromException<string?>(new CognitoException(CognitoErrorKind.ConnectionFailed, "No way.")));

        Assert.Equal((2, 0, true), (summary.Unlinked, summary.Failed, summary.IsComplete));
        Assert.Equal(("os", false), (RecordedCaller().Kind, RecordedCaller().IsAws));
        Assert.Contains(Environment.UserName, RecordedCaller().Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ends_at_its_limit_still_records_the_caller()
    {
        await UnlinkAsync(
            async cancellationToken =>
            {
                await _sent.Task;
                await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
                return Arn;
            },
            options => options with { MaximumChange = 1 });

        Assert.Equal(RunCaller.OfArn(Arn), RecordedCaller());
    }

    [Fact]
    public async Task No_caller_is_looked_up_if_that_is_turned_off()
    {
        await UnlinkAsync(_ => Task.FromResult<string?>(Arn), options => options with { NoCallerIdentity = true });

        Assert.Equal((0, RunCaller.OfProcess()), (_lookups, RecordedCaller()));
    }

    [Fact]
    public async Task No_caller_is_looked_up_for_a_local_user_pool()
    {
        await UnlinkAsync(_ => Task.FromResult<string?>(Arn), place: new Place { Host = "127.0.0.1:9229", Instance = "one" });

        Assert.Equal((0, RunCaller.OfProcess()), (_lookups, RecordedCaller()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_caller_is_looked_up_without_a_journal(bool whatIf)
    {
        using var client = new PoolClient(() => new ServiceCaller(Gateway(_ => Task.FromResult<string?>(Arn))));
        await using var run = new UnlinkRun(new SilentHost(), Options(client) with { WhatIf = whatIf }, new UnlinkOptions(), null, TestContext.Current.CancellationToken);

        await run.RunAsync(Input(() => run.Add(client, Item("alice"))), () => { });

        Assert.Equal((0, 1), (_lookups, run.Changes));
    }

    [Fact]
    public async Task A_rehearsal_does_not_look_up_its_caller_even_if_it_has_a_journal()
    {
        var summary = await UnlinkAsync(_ => Task.FromResult<string?>(Arn), options => options with { WhatIf = true });

        Assert.Equal((0, 2), (_lookups, summary.WouldUnlink));
        Assert.DoesNotContain(JournalEvent.RunCaller, _file.Read().Select(record => record.Event));
    }

    private static UnlinkItem Item(string username) =>
        new() { UserPoolId = FakeGateway.PoolId, Username = username, Target = new ProviderUser("Google", "Cognito_Subject", $"at-{username}") };

    private static RunOptions Options(PoolClient client) => new() { UserPoolId = FakeGateway.PoolId, Client = client };

    private RunCaller RecordedCaller() => Assert.Single(_file.Read(), record => record.Event == JournalEvent.RunCaller).Caller!;

    private FakeGateway Gateway(Func<CancellationToken, Task<string?>> answer, Place? place = null)
    {
        var gateway = new FakeGateway
        {
            At = place,
            OnFindCaller = cancellationToken =>
            {
                Interlocked.Increment(ref _lookups);
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
        await run.RunAsync(Input(() => run.Add(client, Item("alice")), () => run.Add(client, Item("bob"))), () => { });
        return run.Summarize();
    }

    private static async IAsyncEnumerable<Action> Input(params Action[] actions)
    {
        await Task.Yield();
        foreach (var action in actions)
        {
            yield return action;
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
