using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class SecretTests
{
    private const string Token = "session-token-CANARY-77aa";

    public static TheoryData<string> Failures => ["code", "access", "signature", "unknown", "html", "fault", "reset", "timeout"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task No_error_shows_a_secret(string failure)
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
    }

    [Theory]
    [InlineData("AKID\r\nEXAMPLE-CANARY", "secret", null, "access key")]
    [InlineData("AKIDEXAMPLE", "secret CANARY", null, "secret key")]
    [InlineData("AKIDEXAMPLE", "secret", "token-CANARY\nX-Amz-Target: other", "session token")]
    [InlineData("AKIDEXAMPLE", "secret", "token-CANARY-Ä", "session token")]
    public async Task A_key_with_an_invalid_character_is_reported_before_anything_is_sent(string accessKey, string secretKey, string? token, string which)
    {
        await using var stub = new StubServer(StubReply.Ok());
        using var gateway = new CognitoGatewayFactory().Create(stub.Options with { AccessKey = accessKey, SecretKey = secretKey, SessionToken = token });

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync("eu-west-1_A", "carlos", default));

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, error.Kind);
        Assert.StartsWith($"The {which} from the keys given contains a character that is not valid in a key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task The_text_of_the_options_and_of_a_gateway_does_not_show_the_keys_given()
    {
        await using var stub = new StubServer(StubReply.Ok());
        var options = stub.Options with { SessionToken = Token };
        using var gateway = new CognitoGatewayFactory().Create(options);

        // The keys have been read.
        await gateway.ListUserPoolsAsync(60, null, default);

        Assert.DoesNotContain("CANARY", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", gateway.ToString(), StringComparison.Ordinal);
    }
}
