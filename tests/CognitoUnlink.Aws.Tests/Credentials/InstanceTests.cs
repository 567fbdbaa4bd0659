using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class InstanceTests : EnvironmentTests
{
    private const string Answer = """
        {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"AKIAROLE","SecretAccessKey":"role","Token":"token-of-role","Expiration":"2099-01-01T00:00:00Z","LastUpdated":"2020-01-01T00:00:00Z"}
        """;

    private static readonly GatewayOptions s_region = new() { Region = "eu-west-1" };

    [Fact]
    public async Task Credentials_come_from_the_role_of_the_instance()
    {
        await using var metadata = new StubServer(request => request.Path switch
        {
            "/latest/api/token" => StubReply.Ok("metadata-token"),
            "/latest/meta-data/iam/security-credentials/" => StubReply.Ok("web-role"),
            "/latest/meta-data/iam/security-credentials/web-role" => StubReply.Ok(Answer),
            _ => new StubReply(404, ""),
        });
        Aws.Set("AWS_EC2_METADATA_DISABLED", null);
        Aws.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);

        var request = await SignAsync(s_region);

        Assert.Equal("AKIAROLE", request.AccessKey);
        Assert.Equal("token-of-role", request.Header("x-amz-security-token"));
    }

    [Fact]
    public async Task An_instance_without_a_role_has_no_credentials()
    {
        await using var metadata = new StubServer(request => request.Method == "PUT" ? StubReply.Ok("t") : new StubReply(404, ""));
        Aws.Set("AWS_EC2_METADATA_DISABLED", null);
        Aws.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_region).Kind);
    }

    [Fact]
    public async Task A_metadata_service_that_never_answers_is_given_up_after_one_request()
    {
        await using var metadata = new StubServer(StubReply.Ok() with { Hangs = true });
        Aws.Set("AWS_EC2_METADATA_DISABLED", null);
        Aws.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_region).Kind);
        Assert.Single(metadata.Requests);
    }

    [Fact]
    public async Task The_metadata_service_is_not_called_if_it_is_disabled()
    {
        await using var metadata = new StubServer(StubReply.Ok("t"));
        Aws.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_region).Kind);
        Assert.Empty(metadata.Requests);
    }

    [Fact]
    public async Task Credentials_come_from_the_role_of_the_container()
    {
        await using var container = new StubServer(StubReply.Ok(Answer));
        Aws.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.Url + "/role");

        Assert.Equal("AKIAROLE", (await SignAsync(s_region)).AccessKey);
        Assert.Equal("/role", container.LastRequest.Path);
    }

    [Fact]
    public async Task The_default_profile_beats_the_container()
    {
        await using var container = new StubServer(StubReply.Ok(Answer));
        Aws.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.Url + "/role");
        Aws.Credentials(Keys("default", "DEFAULT"));

        Assert.Equal("AKIADEFAULT", (await SignAsync(s_region)).AccessKey);
        Assert.Empty(container.Requests);
    }

    [Fact]
    public async Task The_error_names_the_container_role_that_gives_no_credentials()
    {
        await using var container = new StubServer(new StubReply(400, "no"));
        Aws.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.Url + "/role");

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_region));

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, error.Kind);
        Assert.Contains("the container's role", error.Message, StringComparison.Ordinal);
    }
}
