using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

/// <summary>A journal with open intents from a killed run that many workers find at the same time.</summary>
public sealed class UnlinkJournalSettleTests : IDisposable
{
    private readonly JournalFile _file = new();
    private readonly VirtualClock _clock = new();
    private readonly FakeGateway _gateway = new() { Users = { ["alice"] = User("alice"), ["bob"] = User("bob") } };
    private readonly UserReader _users;

    public UnlinkJournalSettleTests() =>
        _users = new UserReader(new ServiceCaller(_gateway, new RequestPace(QuotaCategory.UserUpdate, null, _clock)));

    private IEnumerable<string?> Settled => _file.Read().Where(record => record.Event == JournalEvent.Failed).Select(record => record.Username);

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Sixteen_workers_settle_once_and_all_wait_for_it()
    {
        await using var journal = await OpenAsync();
        _gateway.Fail("AdminGetUser", Error(CognitoErrorKind.Throttled));

        var settling = Enumerable.Range(0, 16).Select(_ => SettleAsync(journal)).ToList();
        Assert.DoesNotContain(settling, task => task.IsCompleted);
        await _clock.RunAsync(Task.WhenAll(settling));

        Assert.Equal(["alice", "bob"], Settled);
        Assert.Equal(3, _gateway.Calls.Count);
    }

    [Fact]
    public async Task After_a_failure_settling_is_retried_for_the_intents_still_open()
    {
        await using var journal = await OpenAsync();
        _gateway.OnCall = operation => _gateway.Fail(operation, _gateway.Calls.Count == 2 ? [Error(CognitoErrorKind.AccessDenied)] : []);

        await Assert.ThrowsAsync<CognitoException>(() => SettleAsync(journal));
        Assert.Equal(["alice"], Settled);
        await SettleAsync(journal);
        await SettleAsync(journal);

        Assert.Equal(["alice", "bob"], Settled);
        Assert.Equal(3, _gateway.Calls.Count);
    }

    [Fact]
    public async Task A_user_who_is_gone_is_recorded_with_the_error_id()
    {
        await using var journal = await OpenAsync();
        _gateway.Users.Remove("alice");

        await SettleAsync(journal);

        Assert.Equal(
            [("alice", nameof(CognitoErrorKind.UserNotFound)), ("bob", null)],
            _file.Read().Where(record => record.Event == JournalEvent.Failed).Select(record => (record.Username, record.ErrorId)));
    }

    [Fact]
    public async Task A_different_user_with_the_same_name_settles_the_intent_as_failed()
    {
        _gateway.Users["alice"] = User("alice") with { Sub = "s-1" };
        await using var journal = await OpenAsync();
        _gateway.Users["alice"] = User("alice") with { Sub = "s-2", Identities = null };

        await SettleAsync(journal);

        Assert.Equal(
            [("alice", nameof(CognitoErrorKind.UserNotFound)), ("bob", null)],
            _file.Read().Where(record => record.Event == JournalEvent.Failed).Select(record => (record.Username, record.ErrorId)));
    }

    [Fact]
    public async Task An_answer_about_another_user_leaves_the_intent_open()
    {
        await using var journal = await OpenAsync();
        _gateway.OnAdminGetUser = name => name == "alice" ? User("bob") : null;

        await SettleAsync(journal);

        Assert.Equal(["bob"], Settled);
    }

    [Fact]
    public async Task A_cancelled_worker_leaves_settling_to_the_next_one()
    {
        await using var journal = await OpenAsync();
        _gateway.Fail("AdminGetUser", Error(CognitoErrorKind.Throttled));
        using var stop = new CancellationTokenSource();
        var first = SettleAsync(journal, stop.Token);
        var second = SettleAsync(journal);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await _clock.RunAsync(second);
        Assert.Equal(["alice", "bob"], Settled);
    }

    [Fact]
    public async Task A_worker_that_waits_for_settling_can_be_cancelled()
    {
        await using var journal = await OpenAsync();
        _gateway.Fail("AdminGetUser", Error(CognitoErrorKind.Throttled));
        using var stop = new CancellationTokenSource();
        var first = SettleAsync(journal);
        var second = SettleAsync(journal, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await _clock.RunAsync(first);
        Assert.Equal(["alice", "bob"], Settled);
    }

    private static string Identities(string username) => $$"""[{"userId":"{{username}}","providerName":"Okta","providerType":"SAML"}]""";

    private static CognitoUser User(string username) => new() { Username = username, UserStatus = "CONFIRMED", Identities = Identities(username) };

    private static CognitoException Error(CognitoErrorKind kind) => FakeGateway.Error(kind, "no");

    private Task SettleAsync(UnlinkJournal journal, CancellationToken cancellationToken = default) =>
        journal.SettleAsync(FakeGateway.PoolId, _users, cancellationToken);

    private async Task<UnlinkJournal> OpenAsync()
    {
        await using (var killed = await UnlinkJournal.OpenAsync(_file.Path))
        {
            foreach (var user in _gateway.Users.Values)
            {
                var target = new ProviderUser("Okta", ProviderUser.CognitoSubject, user.Username);
                await killed.IntentAsync(new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = user.Username, Target = target }, user);
            }
        }

        return await UnlinkJournal.OpenAsync(_file.Path);
    }
}
