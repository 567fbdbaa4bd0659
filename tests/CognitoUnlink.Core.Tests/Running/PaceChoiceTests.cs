using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Gateway;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Running;

public sealed class PaceChoiceTests
{
    private static readonly Place s_emulator = new() { Host = "127.0.0.1:5000" };
    private static readonly Place s_localPool = s_emulator with { Instance = "7d7a3e0e-0000-4000-8000-000000000001" };

    private readonly CallLog _log = new(logsRequests: true, logsAttempts: false);

    [Fact]
    public async Task Requests_to_AWS_have_the_default_pace()
    {
        Assert.Equal(15, await ChooseAsync(at: null, specified: null));
        Assert.Equal("Pace: 15 UserUpdate requests per second, the default; the default account quota is 25.", LoggedLine());
    }

    [Fact]
    public async Task Requests_to_another_emulator_have_the_default_pace() => Assert.Equal(15, await ChooseAsync(s_emulator, specified: null));

    [Fact]
    public async Task Requests_to_a_local_pool_named_by_its_endpoint_have_no_limit()
    {
        Assert.Null(await ChooseAsync(s_localPool, specified: null));
        Assert.Equal("Pace: no limit, because requests go to a local user pool, which has no account quotas.", LoggedLine());
    }

    [Fact]
    public async Task A_specified_rate_applies_even_to_a_local_pool()
    {
        Assert.Equal(2.5, await ChooseAsync(s_localPool, specified: 2.5));
        Assert.Equal("Pace: 2.5 UserUpdate requests per second, as specified; the default account quota is 25.", LoggedLine());
    }

    private async Task<double?> ChooseAsync(Place? at, double? specified)
    {
        var pace = await PaceChoice.ChooseAsync(new FakeGateway { At = at }, QuotaCategory.UserUpdate, specified, 15, _log, isLocal: false, TestContext.Current.CancellationToken);
        return pace.RequestsPerSecond(QuotaCategory.UserUpdate);
    }

    private string LoggedLine() => _log.TryTake(out var line) ? line.Text : "nothing";
}
