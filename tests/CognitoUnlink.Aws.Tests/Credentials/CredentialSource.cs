using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>A way to provide credentials, and the suffix of its keys, by which a signature shows that they were used.</summary>
internal sealed record CredentialSource(string Name, string Suffix, Func<AwsEnvironment, GatewayOptions, GatewayOptions> Give)
{
    // Shared by all tests of the matrix; it only answers.
    private static readonly StubServer s_metadata = new(request => request.Path switch
    {
        "/container" => StandIns.Metadata("CONTAINER"),
        "/latest/api/token" => StubReply.Ok("metadata-token"),
        "/latest/meta-data/iam/security-credentials/" => StubReply.Ok("web-role"),
        "/latest/meta-data/iam/security-credentials/web-role" => StandIns.Metadata("INSTANCE"),
        "/" => StandIns.Role(request, "WEB"),
        _ => new StubReply(404, ""),
    });

    /// <summary>In the order of AWS.Tools 5, which does not have web identity from the environment.</summary>
    public static readonly IReadOnlyList<CredentialSource> All =
    [
        new("keys", "GIVEN", (_, options) => options with { AccessKey = "AKIAGIVEN", SecretKey = "secret-GIVEN-CANARY", SessionToken = "token-GIVEN" }),
        new("-ProfileName", "NAMED", (aws, options) => Profile(aws, options with { ProfileName = "named" }, "named", "NAMED")),
        new("-Credential", "OBJECT", (_, options) => options with { Credential = ForeignSdk.Credentials("OBJECT", "token-OBJECT") }),
        new("$StoredAWSCredentials", "STORED", (_, options) => options with { SessionCredential = ForeignSdk.Session(ForeignSdk.Credentials("STORED", "token-STORED")) }),
        new("environment", "ENV", (aws, options) => Environment(aws, options, ("AWS_ACCESS_KEY_ID", "AKIAENV"), ("AWS_SECRET_ACCESS_KEY", "secret-ENV-CANARY"), ("AWS_SESSION_TOKEN", "token-ENV"))),
        new("AWS_PROFILE", "AMBIENT", (aws, options) => Profile(aws, Environment(aws, options, ("AWS_PROFILE", "ambient")), "ambient", "AMBIENT")),
        new("profile default", "DEFAULT", (aws, options) => Profile(aws, options, "default", "DEFAULT")),
        new("profile AWS PS Default", "LEGACY", (aws, options) => Profile(aws, options, "AWS PS Default", "LEGACY")),
        new("web identity", "WEB", (aws, options) => Environment(aws, options, ("AWS_ROLE_ARN", "arn:aws:iam::1:role/web"), ("AWS_WEB_IDENTITY_TOKEN_FILE", aws.FileOf("web-token", "jwt-CANARY")))),
        new("container", "CONTAINER", (aws, options) => Environment(aws, options, ("AWS_CONTAINER_CREDENTIALS_FULL_URI", s_metadata.Url + "/container"))),
        new("instance", "INSTANCE", (aws, options) => Environment(aws, options, ("AWS_EC2_METADATA_DISABLED", null), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", s_metadata.Url))),
    ];

    public static string StsUrl => s_metadata.Url;

    public override string ToString() => Name;

    private static GatewayOptions Environment(AwsEnvironment aws, GatewayOptions options, params (string Name, string? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            aws.Set(name, value);
        }

        return options;
    }

    private static GatewayOptions Profile(AwsEnvironment aws, GatewayOptions options, string name, string suffix)
    {
        aws.Credentials(File.ReadAllText(aws.CredentialsPath) + EnvironmentTests.Keys(name, suffix) + $"aws_session_token = token-{suffix}\n");
        return options;
    }
}
