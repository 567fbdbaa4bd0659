using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

public class HeldUsersTests
{
    private static readonly ProviderUser s_google = new("Google", "Cognito_Subject", "1");

    [Fact]
    public async Task A_user_held_by_another_run_for_two_minutes_fails_and_nothing_is_sent()
    {
        using var isSent = new ManualResetEventSlim();
        using var isAnswered = new ManualResetEventSlim();
        var holding = Pool();
        holding.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                isSent.Set();
                isAnswered.Wait(TestContext.Current.CancellationToken);
            }
        };
        var waiting = Pool(holding.Endpoint);
        var holder = Task.Run(() => Unlink(holding, TimeProvider.System), TestContext.Current.CancellationToken);
        isSent.Wait(TestContext.Current.CancellationToken);
        var clock = new VirtualClock();

        var report = await clock.RunAsync(Unlink(waiting, clock));

        isAnswered.Set();
        Assert.Equal((UnlinkOutcome.Failed, ErrorId.UserBusy), (report.Result.Outcome, report.Error?.ErrorId));
        Assert.InRange(clock.Elapsed, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        Assert.Empty(waiting.Disabled);
        Assert.Equal(UnlinkOutcome.Unlinked, (await holder).Result.Outcome);
    }

    private static FakeGateway Pool(Uri? endpoint = null)
    {
        var gateway = endpoint is null ? new FakeGateway() : new FakeGateway { Endpoint = endpoint };
        gateway.Users["amy"] = new CognitoUser { Username = "amy", Sub = "s-1", UserStatus = "CONFIRMED", HasVerifiedEmail = true, Identities = """[{"userId":"1","providerName":"Google","providerType":"Google"}]""" };
        gateway.Links[s_google] = ("amy", "[]");
        return gateway;
    }

    private static Task<UnlinkReport> Unlink(FakeGateway gateway, TimeProvider clock) =>
        new Unlinker(new UserReader(new ServiceCaller(gateway, new RequestPace(QuotaCategory.UserUpdate, null, clock))), new UnlinkOptions())
            .UnlinkAsync(new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = "amy", Target = s_google }, CancellationToken.None);
}
