using CognitoUnlink.Aws.Tests.Moto;
using CognitoUnlink.Gateway;
using CognitoUnlink.Probe.Experiments;
using CognitoUnlink.Probe.Pools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Probe.Tests;

/// <summary>A probe of a server by other people. What it lacks is an answer.</summary>
public sealed class MotoTests : IClassFixture<MotoServer>
{
    private readonly MotoServer _moto;

    public MotoTests(MotoServer moto)
    {
        Skip.Unless(Peers.HasMoto, Peers.NoMoto);
        _moto = moto;
    }

    [Fact]
    public async Task What_it_has_is_asked_and_what_it_lacks_is_named_and_nothing_is_left()
    {
        using var client = await ProbeClient.ConnectAsync(new GatewayOptions { AccessKey = "moto", SecretKey = "moto", Region = "eu-west-1", EndpointUrl = _moto.Url }, default);
        var run = new ProbeRun(client, keep: false);

        var findings = (await run.RunAsync(default)).ToDictionary(finding => finding.Question.Id);

        Assert.Equal((null, null), (run.Left, run.Problem));
        Assert.Empty(await client.FindPoolsAsync(null, default));
        Assert.Equal((FindingResult.NotSupported, "This server does not support AdminLinkProviderForUser."), (findings["lastIdentityUnlinked"].Result, findings["lastIdentityUnlinked"].Answered));
        Assert.Equal((FindingResult.NotSupported, "This server does not support AdminDisableProviderForUser."), (findings["nativeDeactivation"].Result, findings["nativeDeactivation"].Answered));
        Assert.Equal("true", findings["deleteProviderOfClient"].SwitchValue);
        Assert.Equal("false", findings["shortPages"].SwitchValue);
        Assert.Contains(findings["unknownClientSettings"].SwitchValue, findings["unknownClientSettings"].Question.Values!);
        Assert.NotEqual(FindingResult.NotSupported, findings["refreshAfterSignOut"].Result);
    }
}
