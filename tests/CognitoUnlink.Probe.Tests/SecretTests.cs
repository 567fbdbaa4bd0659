using System.Text.Json;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Probe.Experiments;

namespace CognitoUnlink.Probe.Tests;

/// <summary>A probe's file is meant to be shared, so it must contain nothing confidential.</summary>
public sealed class SecretTests
{
    private const string Account = "123456789012";
    private const string KeyId = "AKIAIOSFODNN7EXAMPLE";

    [Theory]
    [InlineData("AdminDisableProviderForUser", "InvalidParameterException")]
    [InlineData("AdminLinkProviderForUser", "AccessDeniedException")]
    [InlineData("AdminInitiateAuth", "InternalErrorException")]
    [InlineData("AdminGetUser", "NotAuthorizedException")]
    public async Task The_file_contains_no_account_ARN_key_password_or_pool(string operation, string code)
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault
        {
            Operation = operation,
            ErrorCode = code,
            Message = $"User: arn:aws:sts::{Account}:assumed-role/Admin/me of account {Account} with {KeyId} may not do this on arn:aws:cognito-idp:eu-west-1:{Account}:userpool/eu-west-1_AbCdEfGhI or eu-west-1_AbCdEfGhI",
        });
        bench.Server.ClearRequests();

        var findings = await bench.ProbeAsync();
        var text = bench.Text(findings);

        var pool = bench.Server.GetRequests().Select(request => request.UserPoolId).OfType<string>().First();
        Assert.All((string[])[Account, KeyId, "arn:", "assumed-role", "eu-west-1_AbCdEfGhI", pool, bench.OtherPool, "made-up"], secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(findings, finding => finding.Result is FindingResult.Different or FindingResult.NotAnswered && finding.Question.Id != "throttled");
    }

    [Theory]
    [InlineData("the password canary is wrong", "the password *** is wrong")]
    [InlineData("arn:aws:iam::123456789012:user/me", "ARN")]
    [InlineData("account 123456789012, pool us-gov-west-1_AbC123", "account ACCOUNT, pool POOL")]
    [InlineData("key ASIAIOSFODNN7EXAMPLE", "key KEY")]
    [InlineData("Identity provider ProbeGone does not exist.", "Identity provider ProbeGone does not exist.")]
    [InlineData("a\u001b[31mb", "a\ufffd[31mb")]
    public void Confidential_parts_of_a_text_are_redacted(string text, string redacted) => Assert.Equal(redacted, Strike.From(text, ["canary", ""]));

    [Fact]
    public async Task The_file_says_where_and_when_the_probe_ran_and_has_every_answer()
    {
        using var bench = new ProbeBench();
        var findings = await bench.ProbeAsync();

        var document = JsonDocument.Parse(bench.Text(findings)).RootElement;

        Assert.Equal(1, document.GetProperty("version").GetInt32());
        Assert.Equal(("a local user pool", "1970-01-01T00:00:00Z"), (document.GetProperty("probed").GetProperty("on").GetString(), document.GetProperty("probed").GetProperty("at").GetString()));
        Assert.Equal(findings.Select(finding => finding.Question.Id), document.GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("id").GetString()));
        Assert.DoesNotContain(document.GetProperty("behavior").EnumerateObject(), member => member.Name == "linkingTrigger");
    }

    [Fact]
    public async Task An_operation_that_the_server_lacks_is_reported_as_not_supported()
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = "AdminInitiateAuth", ErrorCode = "UnknownOperationException" });

        var findings = (await bench.ProbeAsync()).ToDictionary(finding => finding.Question.Id);

        Assert.Equal((FindingResult.NotSupported, "This server does not support AdminInitiateAuth."), (findings["unlinkSignsOut"].Result, findings["unlinkSignsOut"].Answered));
        Assert.Equal(FindingResult.NotSupported, findings["signInAfterNativeDeactivation"].Result);
        Assert.Equal(FindingResult.Same, findings["nativeDeactivation"].Result);
        Assert.Equal(FindingResult.Same, findings["lastIdentityUnlinked"].Result);
    }
}
