using CognitoUnlink.Aws.Tests.Stub;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Answers of STS, SSO and metadata services.</summary>
internal static class StandIns
{
    public const string End = "2099-01-01T00:00:00Z";

    /// <summary>An answer of the metadata service of a container or an instance.</summary>
    public static StubReply Metadata(string suffix, string end = End) => StubReply.Ok(
        $$"""{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"AKIA{{suffix}}","SecretAccessKey":"secret-{{suffix}}-CANARY","Token":"token-{{suffix}}","Expiration":"{{end}}","LastUpdated":"2020-01-01T00:00:00Z"}""");

    /// <summary>An instance with a role.</summary>
    public static StubServer Instance(Func<StubReply> keys) => new(request => request.Path switch
    {
        "/latest/api/token" => StubReply.Ok("metadata-token"),
        "/latest/meta-data/iam/security-credentials/" => StubReply.Ok("web-role"),
        "/latest/meta-data/iam/security-credentials/web-role" => keys(),
        _ => new StubReply(404, ""),
    });

    /// <summary>An answer of STS to AssumeRole or AssumeRoleWithWebIdentity.</summary>
    public static StubReply Role(StubRequest request, string suffix, string end = End)
    {
        var operation = request.Text.Split('&').Single(part => part.StartsWith("Action=", StringComparison.Ordinal))["Action=".Length..];
        return StubReply.Ok($"""
            <{operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{operation}Result>
            <AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>
            <Credentials><AccessKeyId>AKIA{suffix}</AccessKeyId><SecretAccessKey>secret-{suffix}-CANARY</SecretAccessKey><SessionToken>token-{suffix}</SessionToken><Expiration>{end}</Expiration></Credentials>
            </{operation}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{operation}Response>
            """) with { ContentType = "text/xml" };
    }

    /// <summary>An answer of SSO to GetRoleCredentials.</summary>
    public static StubReply SsoRole(string suffix, string end = End) => StubReply.Ok(
        $$"""{"roleCredentials":{"accessKeyId":"AKIA{{suffix}}","secretAccessKey":"secret-{{suffix}}-CANARY","sessionToken":"token-{{suffix}}","expiration":{{DateTimeOffset.Parse(end, null).ToUnixTimeMilliseconds()}} } }""") with { ContentType = "application/json" };
}
