using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

public sealed class UnlinkJournalTests : IDisposable
{
    private const string Identities = """[{"userId":"a","providerName":"Google","providerType":"Google"}]""";

    private static readonly ProviderUser s_google = new("Google", "Cognito_Subject", "a");

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"cognito-unlink-{Guid.NewGuid():N}.jsonl");

    private readonly FakeGateway _gateway = new()
    {
        Users = { ["alice"] = new CognitoUser { Username = "alice", Sub = "s-1", UserStatus = "CONFIRMED", Identities = Identities } },
        Links = { [s_google] = ("alice", "[]") },
    };

    private static UnlinkItem Item => new() { UserPoolId = FakeGateway.PoolId, Username = "alice", Target = s_google, SeenOnSub = "s-1" };

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(_path) + "*"))
        {
            File.Delete(file);
        }
    }

    private async Task<UnlinkReport> RunAsync(UnlinkItem item, bool verify = false, bool signOut = false)
    {
        await using var journal = await UnlinkJournal.OpenAsync(_path);
        var report = await new Unlinker(new UserReader(new ServiceCaller(_gateway)), new UnlinkOptions { Verify = verify, SignOut = signOut }, journal).UnlinkAsync(item, CancellationToken.None);
        await journal.EndAsync();
        return report;
    }

    private List<JournalRecord> Records => [.. new JournalReader(_path).Read()];

    private IEnumerable<JournalEvent> Events => Records.Select(record => record.Event);

    [Fact]
    public async Task An_intent_with_all_that_an_undo_needs_is_on_disk_before_the_request_is_sent()
    {
        List<JournalRecord> seen = [];
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                seen = Records;
            }
        };

        await RunAsync(Item);

        var intent = seen[^1];
        Assert.Equal(
            (JournalEvent.Intent, FakeGateway.PoolId, "alice", "Google", "Cognito_Subject", "a", Identities),
            (intent.Event, intent.UserPoolId, intent.Username, intent.ProviderName, intent.ProviderAttributeName, intent.ProviderAttributeValue, intent.Identities));
        Assert.Equal([JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.RunEnded], Events);
        Assert.Equal("request-1", Records[2].RequestId);
        Assert.Single(Records.Select(record => record.Run).Distinct());
    }

    [Fact]
    public async Task An_item_finished_by_an_earlier_run_is_not_requested_again()
    {
        await RunAsync(Item);
        _gateway.Calls.Clear();

        var (result, error) = await RunAsync(Item);

        Assert.Null(error);
        Assert.Equal(UnlinkOutcome.AlreadyUnlinked, result.Outcome);
        Assert.Empty(_gateway.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_finished_item_is_found_by_username_even_if_the_row_has_an_alias(bool verify)
    {
        _gateway.Aliases["alice@example.com"] = "alice";
        var byAlias = Item with { Username = "alice@example.com", SeenOnSub = null };
        Assert.Equal(UnlinkOutcome.Unlinked, (await RunAsync(byAlias)).Result.Outcome);

        var (result, error) = await RunAsync(byAlias, verify);

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, "alice", true), (result.Outcome, result.Username, result.Verified));
        Assert.Equal([JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.RunEnded, JournalEvent.RunStarted, JournalEvent.RunEnded], Events);
        Assert.Single(_gateway.Disabled);
    }

    [Fact]
    public async Task A_failure_is_written_with_the_username_so_that_its_intent_does_not_stay_open()
    {
        _gateway.Aliases["alice@example.com"] = "alice";
        _gateway.Links.Clear();

        var (result, error) = await RunAsync(Item with { Username = "alice@example.com" });

        Assert.Equal((ErrorId.IdentityNotLinked, "alice"), (((UnlinkException)error!).ErrorId, result.Username));
        Assert.Equal([(JournalEvent.Intent, "alice"), (JournalEvent.Failed, "alice")], Records[1..3].Select(record => (record.Event, record.Username)));
    }

    [Fact]
    public async Task An_identity_linked_again_since_is_unlinked_again_through_an_alias()
    {
        _gateway.Aliases["alice@example.com"] = "alice";
        await RunAsync(Item);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = Identities };
        _gateway.Links[s_google] = ("alice", "[]");

        var (result, error) = await RunAsync(Item with { Username = "alice@example.com" });

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, "alice"), (result.Outcome, result.Username));
    }

    [Fact]
    public async Task With_verify_an_item_finished_by_an_earlier_run_is_read_again()
    {
        await RunAsync(Item);
        _gateway.Calls.Clear();

        // Without the sub, a read alone could not show that the identity was this user's.
        var (result, error) = await RunAsync(Item with { SeenOnSub = null }, verify: true);

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, true), (result.Outcome, result.Verified));
        Assert.Equal(["AdminGetUser"], _gateway.Calls);
        Assert.Single(Events, JournalEvent.Unlinked);
    }

    [Fact]
    public async Task With_verify_an_identity_linked_again_since_is_unlinked_again()
    {
        await RunAsync(Item);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = Identities };
        _gateway.Links[s_google] = ("alice", "[]");

        var believed = (await RunAsync(Item)).Result;
        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, null), (believed.Outcome, believed.Verified));
        var (result, error) = await RunAsync(Item, verify: true);

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, true), (result.Outcome, result.Verified));
        Assert.Equal(2, Events.Count(journalEvent => journalEvent == JournalEvent.Unlinked));
    }

    [Fact]
    public async Task With_verify_a_finished_item_that_cannot_be_read_fails_and_stays_finished()
    {
        await RunAsync(Item);
        _gateway.Users.Remove("alice");

        var (result, error) = await RunAsync(Item, verify: true);

        Assert.Equal(UnlinkOutcome.Failed, result.Outcome);
        Assert.Equal(CognitoErrorKind.UserNotFound, Assert.IsType<CognitoException>(error).Kind);
        Assert.DoesNotContain(JournalEvent.Failed, Events);
    }

    [Fact]
    public async Task The_next_run_signs_out_a_user_whom_an_earlier_run_could_not()
    {
        _gateway.Fail("AdminUserGlobalSignOut", FakeGateway.Error(CognitoErrorKind.NotAuthorized, "no"));
        Assert.Equal(ErrorId.SignOutFailed, (await RunAsync(Item, signOut: true)).Error?.ErrorId);
        _gateway.Calls.Clear();

        var report = await RunAsync(Item, signOut: true);

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, true, null), (report.Result.Outcome, report.Result.SignedOut, report.Error));
        Assert.Equal(["AdminGetUser", "AdminUserGlobalSignOut"], _gateway.Calls);
    }

    [Fact]
    public async Task The_next_run_does_not_sign_out_a_user_again()
    {
        await RunAsync(Item, signOut: true);
        _gateway.Calls.Clear();

        var (result, _) = await RunAsync(Item, signOut: true);

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, true), (result.Outcome, result.SignedOut));
        Assert.Empty(_gateway.Calls);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("alice@example.com")]
    public async Task A_sign_out_of_a_finished_item_is_made_once_and_leaves_it_to_be_undone(string username)
    {
        _gateway.Aliases["alice@example.com"] = "alice";
        await RunAsync(Item);
        await RunAsync(Item with { Username = username }, signOut: true);

        var (result, _) = await RunAsync(Item with { Username = username }, signOut: true);

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, true), (result.Outcome, result.SignedOut));
        Assert.Single(_gateway.Calls, "AdminUserGlobalSignOut");
        Assert.Equal(["s-1"], Records.Where(record => record is { Event: JournalEvent.AlreadyUnlinked, Username: "alice", SignedOut: true }).Select(record => record.Sub));
        Assert.Equal([3L], new JournalUndo(new JournalSource(_path)).Records().Select(record => record.Line));
    }

    [Theory]
    [InlineData("AdminGetUser")]
    [InlineData("AdminUserGlobalSignOut")]
    public async Task A_user_deleted_since_needs_no_sign_out(string operation)
    {
        await RunAsync(Item);
        _gateway.Fail(operation, FakeGateway.Error(CognitoErrorKind.UserNotFound, "gone"));

        var (result, error) = await RunAsync(Item, signOut: true);

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, null), (result.Outcome, error));
    }

    [Theory]
    [InlineData("s-1")]
    [InlineData(null)]
    public async Task Another_user_who_has_the_name_now_is_not_signed_out(string? sub)
    {
        await RunAsync(Item);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Sub = "s-2" };

        var (result, error) = await RunAsync(Item with { SeenOnSub = sub }, signOut: true);

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, null, null), (result.Outcome, result.SignedOut, error));
        Assert.Contains("Another user has that username now (a different sub)", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("AdminUserGlobalSignOut", _gateway.Calls);
    }

    [Fact]
    public async Task A_user_who_cannot_be_read_is_not_signed_out()
    {
        await RunAsync(Item);
        _gateway.Fail("AdminGetUser", FakeGateway.Error(CognitoErrorKind.NotAuthorized, "no"));

        var (result, error) = await RunAsync(Item, signOut: true);

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, false, ErrorId.SignOutFailed), (result.Outcome, result.SignedOut, error?.ErrorId));
        Assert.DoesNotContain("AdminUserGlobalSignOut", _gateway.Calls);
    }

    [Theory]
    [InlineData("s-1", ErrorId.OtherUser)]
    [InlineData(null, ErrorId.IdentityNotOwned)]
    public async Task With_verify_an_item_finished_for_another_user_with_that_name_is_not_finished(string? sub, string errorId)
    {
        await RunAsync(Item);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Sub = "s-2" };

        var (result, error) = await RunAsync(Item with { SeenOnSub = sub }, verify: true, signOut: true);

        Assert.Equal((UnlinkOutcome.Failed, errorId, null), (result.Outcome, error?.ErrorId, result.SignedOut));
        Assert.DoesNotContain("AdminUserGlobalSignOut", _gateway.Calls);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("alice@example.com")]
    public async Task An_identity_of_another_user_with_that_name_is_not_finished(string username)
    {
        _gateway.Aliases["alice@example.com"] = "alice";
        await RunAsync(Item);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Sub = "s-2", Identities = Identities };
        _gateway.Links[s_google] = ("alice", "[]");

        var (result, _) = await RunAsync(Item with { Username = username, SeenOnSub = "s-2" });

        Assert.Equal((UnlinkOutcome.Unlinked, "s-2"), (result.Outcome, result.Sub));
        Assert.Equal(["s-1", "s-2"], Records.Where(record => record.Event == JournalEvent.Unlinked).Select(record => record.Sub));
    }

    [Fact]
    public async Task An_alias_of_another_user_with_that_name_does_not_find_the_item_finished()
    {
        _gateway.Aliases["alice@example.com"] = "alice";
        await RunAsync(Item);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Sub = "s-2" };

        var (_, error) = await RunAsync(Item with { Username = "alice@example.com", SeenOnSub = null }, signOut: true);

        Assert.Equal(ErrorId.IdentityNotOwned, error?.ErrorId);
        Assert.DoesNotContain("AdminUserGlobalSignOut", _gateway.Calls);
    }

    [Fact]
    public async Task With_verify_a_finished_item_without_a_user_is_trusted_because_it_cannot_be_read()
    {
        await RunAsync(Item with { Username = null });
        _gateway.Calls.Clear();

        var (result, _) = await RunAsync(Item with { Username = null }, verify: true);

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, null), (result.Outcome, result.Verified));
        Assert.Empty(_gateway.Calls);
    }

    [Fact]
    public async Task An_item_that_the_guard_refused_is_tried_again()
    {
        _gateway.Users["alice"] = _gateway.Users["alice"] with { UserStatus = "FORCE_CHANGE_PASSWORD" };
        Assert.Equal(UnlinkOutcome.Skipped, (await RunAsync(Item)).Result.Outcome);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { UserStatus = "CONFIRMED" };

        Assert.Equal(UnlinkOutcome.Unlinked, (await RunAsync(Item)).Result.Outcome);
        Assert.Equal([JournalEvent.RunStarted, JournalEvent.Skipped, JournalEvent.RunEnded, JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.RunEnded], Events);
    }

    [Fact]
    public async Task An_item_that_failed_is_tried_again()
    {
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.NotAuthorized, "no", "AdminDisableProviderForUser"));
        Assert.Equal(UnlinkOutcome.Failed, (await RunAsync(Item)).Result.Outcome);

        Assert.Equal(UnlinkOutcome.Unlinked, (await RunAsync(Item)).Result.Outcome);
        Assert.Equal([s_google], _gateway.Disabled);
        Assert.Equal(
            [JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.Failed, JournalEvent.RunEnded, JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.RunEnded],
            Events);
    }

    [Theory]
    [InlineData(true, JournalEvent.Unlinked)]
    [InlineData(false, JournalEvent.Failed)]
    public async Task An_open_intent_is_settled_by_a_read_even_if_its_user_is_not_in_the_run(bool tookEffect, JournalEvent settled)
    {
        await using (var journal = await UnlinkJournal.OpenAsync(_path))
        {
            await journal.IntentAsync(Item, _gateway.Users["alice"]);
        }

        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = tookEffect ? "[]" : Identities };
        _gateway.Users["bob"] = new CognitoUser { Username = "bob", UserStatus = "CONFIRMED", Identities = """[{"userId":"b","providerName":"Google","providerType":"Google"}]""" };
        _gateway.Links[s_google with { ProviderAttributeValue = "b" }] = ("bob", "[]");

        await RunAsync(Item with { Username = "bob", Target = s_google with { ProviderAttributeValue = "b" } });

        Assert.Equal(settled, Records.Last(record => record.Username == "alice").Event);
        Assert.Equal(JournalEvent.Unlinked, Records.Last(record => record.Username == "bob").Event);
        Assert.Equal(["AdminGetUser", "AdminGetUser", "AdminDisableProviderForUser"], _gateway.Calls);
    }

    // One attempt without an answer, then one that is refused.
    private void LoseAnswer(bool tookEffect, bool readable)
    {
        _gateway.Fail("AdminDisableProviderForUser", Error(CognitoErrorKind.Timeout, "no answer"), Error(CognitoErrorKind.NotAuthorized, "no"));
        static CognitoException Error(CognitoErrorKind kind, string message) => FakeGateway.Error(kind, message, "AdminDisableProviderForUser");
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = tookEffect ? "[]" : Identities };
                _gateway.Fail("AdminGetUser", readable ? [] : [FakeGateway.Error(CognitoErrorKind.AccessDenied, "no read")]);
            }
        };
    }

    [Theory]
    [InlineData(true, UnlinkOutcome.Unlinked, JournalEvent.Unlinked)]
    [InlineData(false, UnlinkOutcome.Failed, JournalEvent.Failed)]
    public async Task A_failure_after_an_unanswered_attempt_is_settled_by_a_read(bool tookEffect, UnlinkOutcome outcome, JournalEvent written)
    {
        LoseAnswer(tookEffect, readable: true);

        var report = await RunAsync(Item);

        Assert.Equal((outcome, tookEffect ? 1 : 2), (report.Result.Outcome, report.Result.Attempts));
        Assert.Equal([JournalEvent.RunStarted, JournalEvent.Intent, written, JournalEvent.RunEnded], Events);
    }

    [Theory]
    [InlineData(true, JournalEvent.Unlinked)]
    [InlineData(false, JournalEvent.Failed)]
    public async Task An_uncertain_unlink_stays_open_for_an_undo_or_the_next_run_to_settle(bool tookEffect, JournalEvent settled)
    {
        LoseAnswer(tookEffect, readable: false);

        var report = await RunAsync(Item);

        Assert.Equal((UnlinkOutcome.Failed, true), (report.Result.Outcome, report.IsChange));
        Assert.Contains("', but it is not known whether the identity is unlinked", report.Result.Reason, StringComparison.Ordinal);
        Assert.Equal([JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.RunEnded], Events);
        Assert.Equal([2L], new JournalUndo(new JournalSource(_path)).Records().Select(record => record.Line));

        _gateway.OnCall = null;
        _gateway.Errors.Clear();
        var (result, _) = await RunAsync(Item);

        Assert.Equal(settled, Events.ElementAt(4));
        Assert.Equal(tookEffect ? UnlinkOutcome.AlreadyUnlinked : UnlinkOutcome.Unlinked, result.Outcome);
        Assert.Single(Events, JournalEvent.Unlinked);
    }

    [Fact]
    public async Task An_uncertain_unlink_that_the_same_run_then_finds_gone_is_undone_and_settled_by_the_next_run()
    {
        LoseAnswer(tookEffect: true, readable: false);
        await using (var journal = await UnlinkJournal.OpenAsync(_path))
        {
            var unlinker = new Unlinker(new UserReader(new ServiceCaller(_gateway)), new UnlinkOptions(), journal);
            Assert.True((await unlinker.UnlinkAsync(Item, CancellationToken.None)).IsUncertain);
            _gateway.OnCall = null;
            _gateway.Errors.Clear();
            Assert.Equal(UnlinkOutcome.AlreadyUnlinked, (await unlinker.UnlinkAsync(Item, CancellationToken.None)).Result.Outcome);
        }

        Assert.Equal([JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.AlreadyUnlinked], Events);
        Assert.Equal([2L], new JournalUndo(new JournalSource(_path)).Records().Select(record => record.Line));

        Assert.Equal(UnlinkOutcome.AlreadyUnlinked, (await RunAsync(Item)).Result.Outcome);
        Assert.Equal([JournalEvent.RunStarted, JournalEvent.Unlinked, JournalEvent.RunEnded], Events.Skip(3));
    }

    [Fact]
    public async Task A_journal_in_a_missing_folder_cannot_be_opened()
    {
        var folder = Path.Combine(_path, "that-is-not-there");

        var problem = await Assert.ThrowsAsync<UnlinkException>(() => UnlinkJournal.OpenAsync(Path.Combine(folder, "x.jsonl")));

        Assert.Equal(ErrorId.JournalNotWritable, problem.ErrorId);
        Assert.EndsWith($"the folder '{folder}' does not exist.", problem.Message, StringComparison.Ordinal);
    }
}
