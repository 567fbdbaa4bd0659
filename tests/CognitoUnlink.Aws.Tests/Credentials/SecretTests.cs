using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class SecretTests
{
    private const string Token = "session-token-CANARY-77aa";

    public static TheoryData<string> Failures => ["code", "access", "signature", "unknown", "html", "fault", "reset", "timeout"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task No_failure_tells_a_secret(string failure)
    {
        await using var stub = new StubServer(failure switch
        {
            "code" => StubReply.Error("UserNotFoundException"),
            "access" => StubReply.Error("AccessDeniedException"),
            "signature" => StubReply.Error("InvalidSignatureException"),
            "unknown" => StubReply.Error("NobodyKnowsException"),
            "html" => StubReply.Html(200, "Sign in"),
            "fault" => StubReply.Html(502, "Bad Gateway"),
            "reset" => StubReply.Ok() with { Resets = true },
            _ => StubReply.Ok() with { Hangs = true },
        });
        using var gateway = new CognitoGatewayFactory().Create(stub.Options with { SessionToken = Token, Timeout = TimeSpan.FromMilliseconds(500) });

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync("eu-west-1_A", "carlos", default));

        Assert.DoesNotContain(StubServer.SecretKey, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", gateway.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_do_not_show_their_secrets()
    {
        await using var stub = new StubServer(StubReply.Ok());

        Assert.DoesNotContain("CANARY", (stub.Options with { SessionToken = Token }).ToString(), StringComparison.Ordinal);
    }
}
