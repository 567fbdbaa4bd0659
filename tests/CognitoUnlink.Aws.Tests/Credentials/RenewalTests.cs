using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Keys that expire during a run are renewed, once for all concurrent requests, and no request fails.</summary>
public sealed class RenewalTests : EnvironmentTests
{
    private const int Requests = 40;

    private static readonly GatewayOptions s_region = new() { Region = "eu-west-1" };

    private static readonly GatewayOptions s_named = s_region with { ProfileName = "wanted" };

    private int _renewals;

    public static TheoryData<string> Sources => ["role", "web identity", "container", "instance", "object", "session", "environment", "keys of a profile", "credential_process"];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task No_request_fails_when_the_keys_expire(string source)
    {
        // Each source gives keys with a number that is higher for each new pair of keys.
        await using var origin = new StubServer(request => request.Path switch
        {
            "/latest/api/token" => StubReply.Ok("metadata-token"),
            "/latest/meta-data/iam/security-credentials/" => StubReply.Ok("web-role"),
            "/" => StandIns.Role(request, Next()),
            _ => StandIns.Metadata(Next()),
        });
        var options = Use(source, origin);
        var valid = 1;
        var (taken, refused) = (0, 0);
        await using var cognito = new StubServer(request =>
        {
            // The keys are valid for some requests, and then only newer ones are. That happens twice, and each request may be refused twice.
            lock (Aws)
            {
                if (Number(request) >= valid)
                {
                    valid = ++taken % 15 == 0 ? Number(request) + 1 : valid;
                    return StubReply.Ok();
                }

                Refresh(source, valid);
                return StubReply.Error(++refused % 2 == 0 ? "ExpiredTokenException" : "ExpiredToken", "The security token included in the request is expired");
            }
        });
        using var gateway = new CognitoGatewayFactory().Create(options with { EndpointUrl = cognito.Url });

        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, cancel) =>
            await gateway.ListUserPoolsAsync(60, null, cancel));

        Assert.True(_renewals is > 1 and < Requests / 2, $"{_renewals} renewals");
    }

    [Fact]
    public async Task Expired_keys_that_cannot_be_renewed_fail_without_a_retry()
    {
        await using var stub = new StubServer(StubReply.Error("ExpiredTokenException", "The security token included in the request is expired"));
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Equal(CognitoErrorKind.CredentialsRefused, error.Kind);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Keys_that_are_refused_after_each_renewal_are_an_error()
    {
        await using var origin = new StubServer(request => StandIns.Role(request, Next()));
        await using var stub = new StubServer(StubReply.Error("ExpiredTokenException"));
        using var gateway = new CognitoGatewayFactory().Create(Use("role", origin) with { EndpointUrl = stub.Url });

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Equal(CognitoErrorKind.CredentialsRefused, error.Kind);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task Role_credentials_that_expire_soon_are_renewed_before_the_service_refuses_them()
    {
        await using var origin = new StubServer(request => StandIns.Role(request, Next(), DateTime.UtcNow.AddMinutes(_renewals == 1 ? 1 : 60).ToString("yyyy-MM-ddTHH:mm:ssZ", null)));
        await using var stub = new StubServer(StubReply.Ok());
        using var gateway = new CognitoGatewayFactory().Create(Use("role", origin) with { EndpointUrl = stub.Url });

        while (stub.Requests.LastOrDefault()?.AccessKey != "AKIA2")
        {
            await gateway.ListUserPoolsAsync(60, null, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, _renewals);
    }

    [Fact]
    public async Task A_renewal_that_cannot_reach_its_source_is_a_transient_error()
    {
        var origin = new StubServer(request => StandIns.Role(request, Next()));
        await using var stub = new StubServer(_ => _renewals == 1 ? StubReply.Error("ExpiredTokenException") : StubReply.Ok());
        using var gateway = new CognitoGatewayFactory().Create(Use("role", origin) with { EndpointUrl = stub.Url });
        await gateway.ListUserPoolsAsync(60, null, default).ContinueWith(_ => { }, TaskScheduler.Default);
        _renewals = 1;
        await origin.DisposeAsync();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.True(error.IsTransient, error.ToString());
    }

    private static int Number(StubRequest request) => int.Parse(request.AccessKey["AKIA".Length..], null);

    private string Next() => Interlocked.Increment(ref _renewals).ToString(System.Globalization.CultureInfo.InvariantCulture);

    // What something else would do at that time to stored keys: aws-azure-login, a rotation, a script.
    private void Refresh(string source, int valid)
    {
        switch (_renewals < valid ? source : "renewed already")
        {
            case "environment":
                Aws.Set("AWS_ACCESS_KEY_ID", $"AKIA{Next()}");
                break;
            case "keys of a profile":
                Aws.Credentials(Keys("wanted", Next()));
                break;
            case "credential_process":
                WriteAnswer();
                break;
        }
    }

    private GatewayOptions Use(string source, StubServer origin)
    {
        Aws.Set("AWS_ENDPOINT_URL_STS", origin.Url);
        switch (source)
        {
            case "role":
                Aws.Credentials(Keys("base", "BASE"));
                Aws.Config("[profile wanted]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n");
                return s_named;
            case "web identity":
                Aws.Config($"[profile wanted]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = {Aws.FileOf("jwt", "jwt")}\n");
                return s_named;
            case "container":
                Aws.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", origin.Url + "/container");
                return s_region;
            case "instance":
                Aws.Set("AWS_EC2_METADATA_DISABLED", null);
                Aws.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", origin.Url);
                return s_region;
            case "object" or "session":
                Next();
                var credentials = new ForeignSdk.Refreshing(made => new($"AKIA{_renewals = made + 1}", "s", "t"));
                return source == "object" ? s_region with { Credential = credentials } : s_region with { SessionCredential = ForeignSdk.Session(credentials) };
            case "environment":
                Aws.Set("AWS_ACCESS_KEY_ID", $"AKIA{Next()}");
                Aws.Set("AWS_SECRET_ACCESS_KEY", "env");
                return s_region;
            case "credential_process":
                Assert.SkipWhen(OperatingSystem.IsWindows(), "The process is a shell command.");
                Aws.Config($"[profile wanted]\ncredential_process = cat {WriteAnswer()}\n");
                return s_named;
            default:
                Aws.Credentials(Keys("wanted", Next()));
                return s_named;
        }
    }

    private string WriteAnswer() => Aws.FileOf("answer.json", $$"""{"Version":1,"AccessKeyId":"AKIA{{Next()}}","SecretAccessKey":"s","SessionToken":"t","Expiration":"{{StandIns.End}}"}""");
}
