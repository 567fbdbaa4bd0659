using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Retirement;

public sealed class LinkComparisonTests : IDisposable
{
    private static readonly DateTime s_unlinked = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly JournalFile _file = new();
    private readonly FakeGateway _gateway = new();

    public void Dispose() => _file.Dispose();

    private static JournalRecord Unlinked(int item) => JournalFile.Record(item, JournalEvent.Unlinked) with
    {
        Time = s_unlinked,
        UserPoolId = FakeGateway.PoolId,
        Sub = $"sub-{item}",
        Identities = null,
    };

    private static string Entry(string subject, bool isOwn = false, DateTime? created = null, string provider = "Okta") =>
        $$"""{"userId":"{{subject}}","providerName":"{{provider}}","providerType":"OIDC","primary":"{{(isOwn ? "true" : "false")}}","dateCreated":"{{new DateTimeOffset(created ?? s_unlinked.AddDays(-9)).ToUnixTimeMilliseconds()}}"}""";

    private void Add(string username, string? sub, params string[] entries) =>
        _gateway.Users[username] = new CognitoUser { Username = username, Sub = sub, UserStatus = "CONFIRMED", Identities = $"[{string.Join(',', entries)}]" };

    private LinkComparison Comparison() => new(new PoolClient(() => new ServiceCaller(_gateway)), FakeGateway.PoolId, [new JournalSource(_file.Path)]);

    private async Task<(LinkComparison Comparison, List<ComparedIdentity> Results)> CompareAsync(params JournalRecord[] records)
    {
        await _file.WriteAsync(records);
        var comparison = Comparison();
        await comparison.ReadAsync(default);
        return (comparison, [.. comparison.Results()]);
    }

    [Fact]
    public async Task Each_identity_has_the_state_that_the_listing_shows()
    {
        Add("user-1", "sub-1");
        Add("user-2", "sub-2", Entry("subject-2"));
        Add("user-3", "sub-3");
        Add("okta_subject-3", "sub-x", Entry("subject-3", isOwn: true, created: s_unlinked.AddDays(1)));
        Add("user-5", "sub-5");
        Add("other", "sub-y", Entry("subject-5"));

        var (comparison, results) = await CompareAsync([.. Enumerable.Range(1, 5).Select(Unlinked)]);

        Assert.Equal(
            [ComparedState.Gone, ComparedState.LinkedAgain, ComparedState.NewProfile, ComparedState.Deleted, ComparedState.LinkedAgain],
            results.Select(result => result.State));
        Assert.Equal([null, "user-2", "okta_subject-3", null, "other"], results.Select(result => result.FoundUsername));
        Assert.Equal(("sub-y", "subject-5", s_unlinked.AddDays(-9), s_unlinked), (results[4].FoundSub, results[4].FoundAttributeValue, results[4].FoundSince, results[4].UnlinkedAt));
        Assert.Equal((3, true, 6), (comparison.Back, comparison.IsComplete, comparison.Users));
        Assert.Contains("5 unlinked identities compared with 6 users: 1 gone, 2 linked again, 1 new federated user, 1 with a deleted user", comparison.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("DeleteIdentityProvider", comparison.Describe(), StringComparison.Ordinal);
        Assert.All(_gateway.Calls, call => Assert.Equal("ListUsers", call));
    }

    [Fact]
    public async Task A_federated_user_who_existed_before_does_not_count_as_back()
    {
        Add("user-1", "sub-1");
        Add("okta_subject-1", "sub-x", Entry("subject-1", isOwn: true));

        var (comparison, results) = await CompareAsync(Unlinked(1));

        Assert.Equal((ComparedState.Gone, "okta_subject-1", false), (results[0].State, results[0].FoundUsername, results[0].IsBack));
        Assert.Equal(0, comparison.Back);
        Assert.Contains("1 gone (1 of them belong to a federated user who existed before)", comparison.Describe(), StringComparison.Ordinal);
        Assert.EndsWith(" No one has come back. 1 federated user from Okta is still in this pool and cannot sign in once the provider is deleted. Keep the provider until this is dealt with.", comparison.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_takes_precedence_over_a_federated_user_in_either_order()
    {
        Add("a", "sub-a", Entry("subject-1", isOwn: true));
        Add("user-1", "sub-1", Entry("subject-1"));
        Add("user-2", "sub-2", Entry("subject-2"));
        Add("z", "sub-z", Entry("subject-2", isOwn: true));

        var (_, results) = await CompareAsync(Unlinked(1), Unlinked(2));

        Assert.All(results, result => Assert.Equal(ComparedState.LinkedAgain, result.State));
        Assert.Equal(["user-1", "user-2"], results.Select(result => result.FoundUsername));
    }

    [Fact]
    public async Task A_later_link_from_the_same_provider_counts_even_with_another_value()
    {
        Add("user-1", "sub-1", Entry("someone@example.com", created: s_unlinked.AddHours(1)));
        Add("user-2", "sub-2", Entry("older@example.com", created: s_unlinked.AddHours(-1)));
        Add("user-3", "sub-3", Entry("other", created: s_unlinked.AddHours(1), provider: "Google"));

        var (_, results) = await CompareAsync(Unlinked(1), Unlinked(2), Unlinked(3));

        Assert.Equal([ComparedState.LinkedAgain, ComparedState.Gone, ComparedState.Gone], results.Select(result => result.State));
        Assert.Equal("someone@example.com", results[0].FoundAttributeValue);
    }

    [Fact]
    public async Task An_identity_that_is_back_does_not_count_for_another_one_of_the_same_user()
    {
        Add("user-1", "sub-1", Entry("subject-1", created: s_unlinked.AddHours(1)));

        var (_, results) = await CompareAsync(Unlinked(1), Unlinked(2) with { Username = "user-1", Sub = "sub-1" });

        Assert.Equal([ComparedState.LinkedAgain, ComparedState.Gone], results.Select(result => result.State));
    }

    [Fact]
    public async Task A_user_is_recognized_by_sub_or_in_old_journals_by_name()
    {
        // A different user with the same name, and one whom the journal knows only by name.
        Add("user-1", "sub-new");
        Add("user-2", "sub-2");

        var (_, results) = await CompareAsync(Unlinked(1), Unlinked(2) with { Sub = null }, Unlinked(3) with { Sub = null }, Unlinked(4) with { Sub = null, Username = null });

        Assert.Equal([ComparedState.Deleted, ComparedState.Gone, ComparedState.Deleted, ComparedState.Gone], results.Select(result => result.State));
    }

    [Fact]
    public async Task Relinked_identities_open_intents_and_password_sign_ins_are_not_compared()
    {
        Add("user-1", "sub-1", Entry("subject-1"));
        var (comparison, results) = await CompareAsync(
            Unlinked(1),
            Unlinked(1) with { Event = JournalEvent.Linked },
            JournalFile.Record(2) with { UserPoolId = FakeGateway.PoolId },
            Unlinked(3) with { ProviderName = ProviderUser.CognitoProvider });

        Assert.Empty(results);
        Assert.Equal(2, comparison.Warnings.Count);
        Assert.Contains("1 password sign-ins", comparison.Warnings[1], StringComparison.Ordinal);
        Assert.Contains("no unlinked identities that can be compared", comparison.Describe(), StringComparison.Ordinal);
        Assert.Empty(_gateway.Calls);
    }

    [Fact]
    public async Task If_nothing_of_the_provider_is_left_the_description_suggests_deleting_it()
    {
        Add("user-1", "sub-1", Entry("other", provider: "Google"));

        var (comparison, _) = await CompareAsync(Unlinked(1));

        Assert.EndsWith(" No one has come back, so this comparison found no reason to keep the provider. Delete it with AWS's DeleteIdentityProvider.", comparison.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_no_journal_mentions_are_a_reason_to_keep_the_provider_even_if_the_compared_user_was_deleted()
    {
        Add("user-2", "sub-2", Entry("subject-2"));
        Add("user-3", "sub-3", Entry("subject-3"), Entry("other", provider: "Google"));

        var (comparison, _) = await CompareAsync(Unlinked(1));

        Assert.Equal((0, 1), (comparison.Back, comparison.Count(ComparedState.Deleted)));
        Assert.EndsWith(" 1 with a deleted user. No one has come back. 2 identities from Okta are still linked in this pool. Keep the provider until this is dealt with.", comparison.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Federated_users_and_unknown_outcomes_are_reasons_too()
    {
        Add("user-1", "sub-1");
        Add("user-2", "sub-2", Entry("subject-2"));
        Add("okta_subject-9", "sub-9", Entry("subject-9", isOwn: true));

        var (comparison, _) = await CompareAsync(Unlinked(1), JournalFile.Record(2) with { UserPoolId = FakeGateway.PoolId });

        Assert.EndsWith(
            " No one has come back. 1 identity from Okta is still linked in this pool. 1 federated user from Okta is still in this pool and cannot sign in once the provider is deleted. 1 change has an unknown outcome: run the unlink command again with the same journal to settle it. Keep the provider until all of this is dealt with.",
            comparison.Describe(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_outcome_alone_is_a_reason_to_keep_the_provider()
    {
        Add("user-1", "sub-1");

        var (comparison, _) = await CompareAsync(Unlinked(1), JournalFile.Record(2) with { UserPoolId = FakeGateway.PoolId });

        Assert.EndsWith(" 1 change has an unknown outcome: run the unlink command again with the same journal to settle it. Keep the provider until this is dealt with.", comparison.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_providers_the_description_names_those_with_most_identities()
    {
        string[] providers = ["Azure", "Google", "Okta", "Ping", "Zoho"];
        Add("user-1", "sub-1", Entry("a", provider: "Ping"), Entry("b", provider: "Ping"), Entry("c", provider: "Azure"), Entry("d", provider: "Google"), Entry("e", provider: "Okta"), Entry("f", provider: "Zoho"));

        var (comparison, _) = await CompareAsync([.. providers.Select((provider, index) => Unlinked(index) with { ProviderName = provider })]);

        Assert.Contains(" 2 identities from Ping, 1 from Azure, 1 from Google and 2 from other providers are still linked in this pool. Keep the providers until", comparison.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_advice_to_delete_is_about_all_providers_in_the_journals()
    {
        Add("user-1", "sub-1");

        var (comparison, _) = await CompareAsync(Unlinked(1), Unlinked(2) with { ProviderName = "Google" });

        Assert.EndsWith("no reason to keep the providers. Delete them with AWS's DeleteIdentityProvider.", comparison.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_cannot_be_read_makes_the_comparison_incomplete()
    {
        Add("user-1", "sub-1");
        _gateway.Users["odd"] = new CognitoUser { Username = "odd", Sub = "sub-odd", Identities = "{" };

        var (comparison, _) = await CompareAsync(Unlinked(1));

        Assert.False(comparison.IsComplete);
        Assert.Equal(ErrorId.MalformedIdentities, Assert.Single(comparison.Problems).ErrorId);
        Assert.EndsWith(" The comparison is not complete: the identities of 1 user could not be read. Keep the provider until this is dealt with.", comparison.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journals_from_another_pool_or_place_are_refused_before_any_request()
    {
        await _file.WriteAsync(Unlinked(1) with { UserPoolId = "eu-west-1_Other" });
        Assert.Equal(ErrorId.OtherUserPool, (await Assert.ThrowsAsync<UnlinkException>(() => Comparison().ReadAsync(default))).ErrorId);

        await _file.WriteAsync(
            new JournalRecord { Time = s_unlinked, Run = "run-1", Event = JournalEvent.RunStarted, Place = new Place { Partition = "aws", Region = "us-east-2", Host = "elsewhere" } },
            Unlinked(2));
        Assert.Equal(ErrorId.OtherPlace, (await Assert.ThrowsAsync<UnlinkException>(() => Comparison().ReadAsync(default))).ErrorId);
        Assert.Empty(_gateway.Calls);
    }
}
