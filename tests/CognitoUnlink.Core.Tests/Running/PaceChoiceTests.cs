using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Gateway;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Running;

public sealed class PaceChoiceTests
{
    private static readonly Place s_emulator = new() { Host = "127.0.0.1:5000" };
    private static readonly Place s_localPool = s_emulator with { Instance = "7d7a3e0e-0000-4000-8000-000000000001" };

    private readonly CallLog _log = new(tellsRequests: true, tellsAttempts: false);

    [Fact]
    public async Task AWS_is_paced_at_the_default()
    {
        Assert.Equal(15, await ChooseAsync(at: null, asked: null));
        Assert.Equal("Pace: 15 UserUpdate requests per second, the default; the default account quota is 25.", Told());
    }

    [Fact]
    public async Task Another_emulator_is_paced_at_the_default() => Assert.Equal(15, await ChooseAsync(s_emulator, asked: null));

    [Fact]
    public async Task A_local_pool_that_is_named_by_its_endpoint_is_not_paced()
    {
        Assert.Null(await ChooseAsync(s_localPool, asked: null));
        Assert.Equal("Pace: no limit, because requests go to a local user pool, which has no account quotas.", Told());
    }

    [Fact]
    public async Task A_rate_that_was_asked_for_holds_everywhere()
    {
        Assert.Equal(2.5, await ChooseAsync(s_localPool, asked: 2.5));
        Assert.Equal("Pace: 2.5 UserUpdate requests per second, as specified; the default account quota is 25.", Told());
    }

    private async Task<double?> ChooseAsync(Place? at, double? asked)
    {
        var pace = await PaceChoice.ChooseAsync(new FakeGateway { At = at }, QuotaCategory.UserUpdate, asked, 15, _log, isLocal: false, TestContext.Current.CancellationToken);
        return pace.RequestsPerSecond(QuotaCategory.UserUpdate);
    }

    private string Told() => _log.TryTake(out var line) ? line.Text : "nothing";
}
