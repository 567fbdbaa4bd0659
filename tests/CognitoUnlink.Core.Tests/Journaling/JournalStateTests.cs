using CognitoUnlink.Journaling;

namespace CognitoUnlink.Core.Tests.Journaling;

public sealed class JournalStateTests
{
    private static readonly JournalItem s_item = new("eu-west-1_Pool", "user-1", "Okta", "subject-1");

    private static JournalState Of(params JournalEvent[] events)
    {
        var state = new JournalState();
        foreach (var journalEvent in events)
        {
            state.Add(JournalFile.Record(1, journalEvent));
        }

        return state;
    }

    [Theory]
    [InlineData(JournalEvent.Unlinked)]
    [InlineData(JournalEvent.Skipped)]
    [InlineData(JournalEvent.Failed)]
    [InlineData(JournalEvent.Linked)]
    public void The_latest_event_of_a_finished_item_is_its_outcome(JournalEvent outcome)
    {
        var state = Of(JournalEvent.RunStarted, JournalEvent.Intent, outcome, JournalEvent.RunEnded);

        Assert.Equal(outcome, state.Latest(s_item));
        Assert.Empty(state.OpenIntents);
    }

    [Fact]
    public void An_intent_without_an_outcome_stays_open_and_is_kept_whole()
    {
        var state = Of(JournalEvent.RunStarted, JournalEvent.Intent);

        Assert.Equal(JournalEvent.Intent, state.Latest(s_item));
        Assert.Equal([JournalFile.Record(1)], state.OpenIntents);
    }

    [Theory]
    [InlineData(JournalEvent.AlreadyUnlinked, null, true)]
    [InlineData(JournalEvent.Failed, "IdentityNotOwned", true)]
    [InlineData(JournalEvent.Failed, "OtherUser", true)]
    [InlineData(JournalEvent.Failed, "UserNotFound", false)]
    public void An_intent_stays_open_after_a_line_that_shows_only_that_the_identity_is_gone_or_the_user_another(JournalEvent journalEvent, string? errorId, bool staysOpen)
    {
        var state = Of(JournalEvent.Intent);
        state.Add(JournalFile.Record(1, journalEvent) with { ErrorId = errorId });

        Assert.Equal(journalEvent, state.Latest(s_item));
        Assert.Equal(staysOpen ? [JournalFile.Record(1)] : [], state.OpenIntents);
    }

    [Fact]
    public void The_latest_event_wins()
    {
        Assert.Equal(JournalEvent.Linked, Of(JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.Intent, JournalEvent.Linked).Latest(s_item));
        Assert.Equal(JournalEvent.Intent, Of(JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.Intent).Latest(s_item));
        Assert.Equal(JournalEvent.Unlinked, Of(JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.Intent, JournalEvent.Linked, JournalEvent.Intent, JournalEvent.Unlinked).Latest(s_item));
    }

    [Fact]
    public void A_failure_with_IdentityNotOwned_does_not_replace_an_earlier_unlink()
    {
        var state = Of(JournalEvent.Intent, JournalEvent.Unlinked);
        state.Add(JournalFile.Record(1, JournalEvent.Failed) with { ErrorId = "IdentityNotOwned" });
        Assert.Equal(JournalEvent.Unlinked, state.Latest(s_item));

        state.Add(JournalFile.Record(1, JournalEvent.Failed) with { ErrorId = "Throttled" });
        Assert.Equal(JournalEvent.Failed, state.Latest(s_item));
    }

    [Theory]
    [InlineData("s-1", "s-1", true)]
    [InlineData("s-1", "s-2", false)]
    [InlineData("s-1", null, true)]
    [InlineData(null, "s-2", true)]
    public void A_line_about_another_user_with_the_same_name_does_not_count(string? written, string? sub, bool counts)
    {
        var state = new JournalState();
        state.Add(JournalFile.Record(1, JournalEvent.Unlinked) with { Sub = written });

        Assert.Equal(counts ? JournalEvent.Unlinked : null, state.Latest(s_item, sub));
    }

    [Fact]
    public void Items_that_differ_in_any_value_are_different_items()
    {
        var state = Of(JournalEvent.Intent, JournalEvent.Unlinked);

        Assert.All(
            [s_item with { UserPoolId = "eu-west-1_pool" }, s_item with { Username = "User-1" }, s_item with { Username = null }, s_item with { ProviderName = "Okta2" }, s_item with { ProviderAttributeValue = "Subject-1" }],
            other => Assert.Null(state.Latest(other)));
    }

    [Fact]
    public void The_attribute_name_does_not_distinguish_items()
    {
        var state = Of(JournalEvent.Intent);
        state.Add(JournalFile.Record(1, JournalEvent.Unlinked) with { ProviderAttributeName = "email" });

        Assert.Equal(JournalEvent.Unlinked, state.Latest(s_item));
        Assert.Empty(state.OpenIntents);
    }
}
