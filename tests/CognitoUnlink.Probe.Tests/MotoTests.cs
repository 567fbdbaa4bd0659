using CognitoUnlink.Aws.Tests.Moto;
using CognitoUnlink.Gateway;
using CognitoUnlink.Probe.Experiments;
using CognitoUnlink.Probe.Pools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Probe.Tests;

/// <summary>A probe of a third-party server. An operation that it lacks is an answer too.</summary>
public sealed class MotoTests : IClassFixture<MotoServer>
{
    private readonly MotoServer _moto;

    public MotoTests(MotoServer moto)
    {
        Skip.Unless(Peers.HasMoto, Peers.NoMoto);
        _moto = moto;
    }

    [Fact]
    public async Task The_probe_tests_what_moto_supports_names_what_it_lacks_and_leaves_nothing_behind()
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
