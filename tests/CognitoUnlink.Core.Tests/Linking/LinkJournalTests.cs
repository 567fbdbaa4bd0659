using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Linking;

public sealed class LinkJournalTests : IDisposable
{
    private const string Google = """[{"userId":"1122","providerName":"Google"}]""";

    private static readonly ProviderUser s_google = new("Google", "Cognito_Subject", "1122");
    private static readonly LinkItem s_item = new() { UserPoolId = FakeGateway.PoolId, Username = "alice", Source = s_google };

    private readonly JournalFile _file = new();
    private readonly FakeGateway _gateway = new();

    public void Dispose() => _file.Dispose();

    private void SetAlice(string? identities) =>
        _gateway.Users["alice"] = new CognitoUser { Username = "alice", UserStatus = "CONFIRMED", Identities = identities };

    private async Task<LinkReport> Link(string username = "alice", string? sub = null)
    {
        await using var journal = await LinkJournal.OpenAsync(_file.Path);
        return await new Linker(new UserReader(new ServiceCaller(_gateway)), journal).LinkAsync(s_item with { Username = username, SeenOnSub = sub }, CancellationToken.None);
    }

    private async Task<UnlinkReport> Unlink()
    {
        _gateway.Links[s_google] = ("alice", "[]");
        await using var journal = await UnlinkJournal.OpenAsync(_file.Path);
        var item = new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = "alice", Target = s_google };
        return await new Unlinker(new UserReader(new ServiceCaller(_gateway)), new UnlinkOptions(), journal).UnlinkAsync(item, CancellationToken.None);
    }

    private JournalEvent[] Events => [.. _file.Read().Select(record => record.Event).Where(one => one != JournalEvent.RunStarted)];

    private static JournalRecord Intent(string? identities) => JournalFile.Record(1) with
    {
        UserPoolId = FakeGateway.PoolId,
        Username = "alice",
        ProviderName = "Google",
        ProviderAttributeValue = "1122",
        Identities = identities,
    };

    [Fact]
    public async Task The_intent_is_written_before_the_request_and_the_outcome_after_it()
    {
        SetAlice("""[{"userId":"x","providerName":"Okta"}]""");
        JournalEvent[] before = [];
        _gateway.OnCall = operation => before = operation == "AdminLinkProviderForUser" ? Events : before;

        await Link();

        Assert.Equal([JournalEvent.Intent], before);
        var records = _file.Read();
        Assert.Equal([JournalEvent.Intent, JournalEvent.Linked], Events);
        Assert.Equal("""[{"userId":"x","providerName":"Okta"}]""", records[1].Identities);
        Assert.Equal(("link-1", 1), (records[2].RequestId, records[2].Attempts));
    }

    [Fact]
    public async Task A_link_of_another_user_with_that_name_is_not_an_earlier_one()
    {
        SetAlice(null);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Sub = "s-1" };
        await Link();
        SetAlice(null);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Sub = "s-2" };

        Assert.Equal(LinkOutcome.NotPossible, (await Link(sub: "s-0")).Result.Outcome);
        Assert.Equal(LinkOutcome.Linked, (await Link(sub: "s-2")).Result.Outcome);
    }

    [Fact]
    public async Task A_link_from_an_earlier_run_is_found_by_username_even_if_the_row_has_an_alias()
    {
        SetAlice(null);
        _gateway.Aliases["alice@example.com"] = "alice";
        Assert.Equal((LinkOutcome.Linked, "alice"), ((await Link("alice@example.com")).Result is var first ? (first.Outcome, first.Username) : default));

        var again = (await Link("alice@example.com")).Result;

        Assert.Equal((LinkOutcome.AlreadyLinked, "alice"), (again.Outcome, again.Username));
        Assert.Equal([JournalEvent.Intent, JournalEvent.Linked], Events);
    }

    [Fact]
    public async Task A_link_from_an_earlier_run_is_not_requested_again()
    {
        SetAlice(null);
        await Link();
        _gateway.Calls.Clear();

        Assert.Equal(LinkOutcome.AlreadyLinked, (await Link()).Result.Outcome);
        Assert.Empty(_gateway.Calls);
    }

    [Fact]
    public async Task An_identity_that_was_already_linked_is_recorded_as_skipped()
    {
        SetAlice(Google);

        await Link();

        Assert.Equal([JournalEvent.Skipped], Events);
    }

    [Fact]
    public async Task A_link_that_was_not_possible_is_tried_again_by_the_next_run()
    {
        SetAlice(null);
        _gateway.LinkProblem = FakeGateway.Error(CognitoErrorKind.InvalidParameter, "Merging is not currently supported");
        _gateway.LinkTakesEffect = false;
        Assert.Equal(LinkOutcome.NotPossible, (await Link()).Result.Outcome);
        (_gateway.LinkProblem, _gateway.LinkTakesEffect) = (null, true);

        Assert.Equal(LinkOutcome.Linked, (await Link()).Result.Outcome);
        Assert.Equal([JournalEvent.Intent, JournalEvent.Failed, JournalEvent.Intent, JournalEvent.Linked], Events);
    }

    [Fact]
    public async Task One_journal_can_hold_alternating_unlinks_and_links()
    {
        SetAlice(Google);

        Assert.Equal(UnlinkOutcome.Unlinked, (await Unlink()).Result.Outcome);
        Assert.Equal(LinkOutcome.Linked, (await Link()).Result.Outcome);
        Assert.Equal(UnlinkOutcome.Unlinked, (await Unlink()).Result.Outcome);
        Assert.Equal(LinkOutcome.Linked, (await Link()).Result.Outcome);
    }

    [Theory]
    [InlineData(null, null, JournalEvent.Failed)]
    [InlineData(null, Google, JournalEvent.Linked)]
    [InlineData(Google, null, JournalEvent.Unlinked)]
    [InlineData(Google, Google, JournalEvent.Failed)]
    public async Task An_open_intent_to_link_or_unlink_is_settled_by_a_read(string? before, string? now, JournalEvent settled)
    {
        await _file.WriteAsync(JournalFile.RunStarted(), Intent(before));
        SetAlice(now);

        await Link();

        Assert.Equal(settled, Events[1]);
        Assert.Equal(Google, _gateway.Users["alice"].Identities);
    }

    [Fact]
    public async Task A_link_that_was_cancelled_before_the_read_back_is_settled_by_the_next_run()
    {
        SetAlice(null);
        using var stop = new CancellationTokenSource();
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminLinkProviderForUser")
            {
                stop.Cancel();
                _gateway.Honours = stop.Token;
            }
        };
        await using (var journal = await LinkJournal.OpenAsync(_file.Path))
        {
            Assert.True((await new Linker(new UserReader(new ServiceCaller(_gateway)), journal).LinkAsync(s_item, stop.Token)).IsUncertain);
        }

        Assert.Equal([JournalEvent.Intent], Events);
        _gateway.Honours = default;

        Assert.Equal(LinkOutcome.AlreadyLinked, (await Link()).Result.Outcome);
        Assert.Equal([JournalEvent.Intent, JournalEvent.Linked], Events);
        Assert.Single(_gateway.Linked);
    }

    [Fact]
    public async Task A_link_whose_read_back_failed_is_settled_by_the_next_run()
    {
        SetAlice(null);
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminLinkProviderForUser")
            {
                _gateway.Fail("AdminGetUser", FakeGateway.Error(CognitoErrorKind.AccessDenied, "no read"));
            }
        };

        var report = await Link();

        Assert.Equal((LinkOutcome.Failed, true), (report.Result.Outcome, report.IsChange));
        Assert.Equal([JournalEvent.Intent], Events);

        Assert.Equal(LinkOutcome.AlreadyLinked, (await Link()).Result.Outcome);
        Assert.Equal([JournalEvent.Intent, JournalEvent.Linked], Events);
        Assert.Single(_gateway.Linked);
    }

    [Fact]
    public async Task An_unlink_killed_during_its_attribute_search_is_settled_with_the_one_that_worked()
    {
        var okta = new ProviderUser("Okta", "Cognito_Subject", "a@corp.example");
        _gateway.Providers["Okta"] = new IdentityProvider
        {
            ProviderName = "Okta",
            ProviderType = "SAML",
            AttributeMapping = new Dictionary<string, string> { ["name"] = "displayName", ["email"] = "http://claims/email" },
        };
        _gateway.Links[okta with { ProviderAttributeName = "email" }] = ("alice", "[]");
        SetAlice("""[{"userId":"a@corp.example","providerName":"Okta","providerType":"SAML"}]""");
        var item = new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = "alice", Target = okta, MayTryMappedAttributes = true };
        await using (var journal = await UnlinkJournal.OpenAsync(_file.Path))
        {
            await new Unlinker(new UserReader(new ServiceCaller(_gateway)), new UnlinkOptions(), journal).UnlinkAsync(item, CancellationToken.None);
        }

        var lines = File.ReadAllLines(_file.Path);
        Assert.Equal([JournalEvent.Intent, JournalEvent.Intent, JournalEvent.Unlinked], Events);
        await File.WriteAllLinesAsync(_file.Path, lines[..^1]);

        await Link();

        var settled = _file.Read().Single(record => record.Event == JournalEvent.Unlinked);
        Assert.Equal(("email", null), (settled.ProviderAttributeName, settled.Identities));
    }

    [Fact]
    public async Task A_resumed_unlink_also_settles_an_open_link()
    {
        await _file.WriteAsync(JournalFile.RunStarted(), Intent(null));
        SetAlice(Google);

        var (result, _) = await Unlink();

        Assert.Equal([JournalEvent.Intent, JournalEvent.Linked, JournalEvent.Intent, JournalEvent.Unlinked], Events);
        Assert.Equal(UnlinkOutcome.Unlinked, result.Outcome);
    }
}
