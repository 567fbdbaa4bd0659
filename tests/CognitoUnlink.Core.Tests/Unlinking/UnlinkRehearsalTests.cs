using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Pacing;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

public class UnlinkRehearsalTests
{
    private readonly FakeGateway _gateway = new()
    {
        Users =
        {
            ["alice"] = new CognitoUser
            {
                Username = "alice",
                UserStatus = "FORCE_CHANGE_PASSWORD",
                Identities = """[{"userId":"a","providerName":"Okta"},{"userId":"1","providerName":"Google"}]""",
            },
        },
    };

    private UnlinkRehearsal Rehearsal(bool allowLockout = false) => new(new ServiceCaller(_gateway), new UnlinkOptions { AllowLockout = allowLockout });

    [Fact]
    public async Task What_was_rehearsed_counts_as_gone()
    {
        var user = _gateway.Users["alice"];
        var rehearsal = Rehearsal();
        var judgements = new List<UnlinkJudgement>();
        foreach (var identity in LinkedIdentities.Of(FakeGateway.PoolId, user))
        {
            judgements.Add(rehearsal.Judge(await rehearsal.ReadAsync(UnlinkItem.For(identity, user), CancellationToken.None)));
        }

        Assert.Equal([null, UnlinkOutcome.Skipped], judgements.Select(judgement => judgement.Outcome));
        Assert.Equal([SignInAfterUnlink.Federated, SignInAfterUnlink.None], judgements.Select(judgement => judgement.SignInAfterUnlink));
        Assert.Empty(_gateway.Calls);
    }

    [Fact]
    public async Task A_user_who_was_not_listed_is_read_and_nothing_else_is_asked()
    {
        var item = new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = "alice", Target = new ProviderUser("Okta", "Cognito_Subject", "b") };

        var rehearsal = Rehearsal();
        var judgement = rehearsal.Judge(await rehearsal.ReadAsync(item, CancellationToken.None));

        Assert.Equal(ErrorId.IdentityNotOwned, judgement.Error?.ErrorId);
        Assert.Equal(["AdminGetUser"], _gateway.Calls);
    }
}
