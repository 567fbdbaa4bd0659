using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Tests;

public sealed class CheckFactorsTests : IDisposable
{
    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private ILocalUserPoolServer Start() => _files.Start("""
        {"username":"amy","status":"FORCE_CHANGE_PASSWORD","authFactors":["PASSWORD","WEB_AUTHN"],"identities":[{"providerName":"Google","value":"1"}]},
        {"username":"bob","status":"FORCE_CHANGE_PASSWORD","identities":[{"providerName":"Google","value":"2"}]},
        {"username":"cat","status":"CONFIRMED","identities":[{"providerName":"Google","value":"3"}]}
        """);

    private static int FactorReads(ILocalUserPoolServer server) => server.GetRequests().Count(request => request.Operation == "AdminGetUserAuthFactors");

    [Theory]
    [InlineData(false, 0, "2 skipped (2 WouldLockOut)")]
    [InlineData(true, 2, "1 skipped (1 WouldLockOut)")]
    public async Task Factors_are_read_only_with_the_option_and_only_for_users_who_would_be_refused(bool hasOption, int reads, string skipped)
    {
        using var server = Start();
        foreach (var how in (string[])["--what-if", "--yes"])
        {
            server.ClearRequests();
            var run = await Cli.RunAsync(server.UserPool, ["unlink", "--provider", "Google", how, .. hasOption ? ["--check-factors"] : Array.Empty<string>()]);

            Assert.True(run.ExitCode == 5, run.ToString());
            Assert.Contains(skipped, run.Error, StringComparison.Ordinal);
            Assert.Equal(reads, FactorReads(server));
        }
    }

    [Theory]
    [InlineData("AccessDeniedException", null)]
    [InlineData("UnknownOperationException", null)]
    [InlineData("UnsupportedOperation", null)]
    [InlineData("Unsupported", null)]
    [InlineData("InvalidAction", null)]
    [InlineData("NotImplemented", 501)]
    public async Task If_factors_cannot_be_read_one_warning_is_shown_and_they_do_not_count(string code, int? status)
    {
        using var server = Start();
        server.AddFault(new LocalUserPoolFault { Operation = "AdminGetUserAuthFactors", ErrorCode = code, StatusCode = status });

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Google", "--yes", "--check-factors", "--throttle-limit", "1");

        Assert.True(run.ExitCode == 5, run.ToString());
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("cognito-unlink: Warning: Passkeys and one-time codes do not count", StringComparison.Ordinal));
        Assert.Contains("1 unlinked, 0 already unlinked, 2 skipped (2 WouldLockOut)", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, FactorReads(server));
    }
}
