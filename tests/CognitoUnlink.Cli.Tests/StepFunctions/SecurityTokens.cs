using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>Answers from STS.</summary>
internal static class SecurityTokens
{
    /// <summary>Gives the keys of a local pool to every caller that assumes a role.</summary>
    public static string Answer(string request, LocalUserPool pool) => request.Contains("Action=AssumeRole", StringComparison.Ordinal)
        ? $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>{pool.AccessKey}</AccessKeyId>
            <SecretAccessKey>{pool.SecretKey}</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """
        : """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::111111111111:assumed-role/CognitoUnlink/cognito-unlink</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>
            """;
}
