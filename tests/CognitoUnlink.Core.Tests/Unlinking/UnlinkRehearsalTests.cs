using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

public class UnlinkRehearsalTests
{
    private static readonly CognitoUser s_alice = new()
    {
        Username = "alice",
        UserStatus = "FORCE_CHANGE_PASSWORD",
        Identities = """[{"userId":"a","providerName":"Okta"},{"userId":"1","providerName":"Google"}]""",
    };

    private readonly UnlinkRehearsal _rehearsal = new(new UnlinkOptions());

    private static List<UnlinkItem> Items => [.. LinkedIdentities.Of(FakeGateway.PoolId, s_alice).Select(identity => UnlinkItem.For(identity, s_alice))];

    [Fact]
    public void An_identity_that_was_rehearsed_counts_as_gone()
    {
        var judgements = Items.ConvertAll(_rehearsal.Judge);

        Assert.Equal([null, UnlinkOutcome.Skipped], judgements.Select(judgement => judgement.Outcome));
        Assert.Equal([SignInAfterUnlink.Federated, SignInAfterUnlink.None], judgements.Select(judgement => judgement.SignInAfterUnlink));
    }

    [Fact]
    public void An_identity_kept_after_a_prompt_does_not_count_as_gone()
    {
        _rehearsal.Judge(Items[0]);
        _rehearsal.Keep(Items[0]);

        Assert.Equal(SignInAfterUnlink.Federated, _rehearsal.Judge(Items[1]).SignInAfterUnlink);
    }

    [Fact]
    public void An_identity_that_the_user_does_not_have_is_refused()
    {
        var judgement = _rehearsal.Judge(Items[0] with { Target = new ProviderUser("Okta", "Cognito_Subject", "b"), SeenOnSub = null });

        Assert.Equal(ErrorId.IdentityNotOwned, judgement.Error?.ErrorId);
    }
}
