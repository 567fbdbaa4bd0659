using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Base class of tests that check in a signature which credentials and which region were used.</summary>
[Collection(AloneInTheProcess.Name)]
public abstract class EnvironmentTests : IDisposable
{
    internal AwsEnvironment Aws { get; } = new();

    public void Dispose()
    {
        Aws.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The request that a server receives from a gateway with these options.</summary>
    internal static async Task<StubRequest> SignAsync(GatewayOptions options)
    {
        await using var stub = new StubServer(StubReply.Ok());
        using var gateway = new CognitoGatewayFactory().Create(options with { EndpointUrl = stub.Url });
        await gateway.ListUserPoolsAsync(60, null, default);
        return stub.LastRequest;
    }

    internal static CognitoException Refuse(GatewayOptions options) =>
        Assert.Throws<CognitoException>(() => new CognitoGatewayFactory().Create(options).Dispose());

    internal static string Keys(string profile, string suffix) =>
        $"[{profile}]\naws_access_key_id = AKIA{suffix}\naws_secret_access_key = secret-{suffix}-CANARY\n";
}
