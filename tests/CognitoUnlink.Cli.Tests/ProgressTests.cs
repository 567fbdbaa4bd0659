using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public class ProgressTests
{
    [Theory]
    [InlineData("list", @"; [\d,]+ identities")]
    [InlineData("check --provider Facebook", "")]
    public async Task On_a_terminal_the_progress_of_a_listing_is_shown_and_then_erased(string listing, string remark)
    {
        Skip.Unless(File.Exists("/usr/bin/script"), "Needs script (util-linux) for a terminal.");
        using var server = Slow();
        var pool = server.UserPool;
        var command = $"{Cli.ShellCommand} {listing} --user-pool-id {pool.UserPoolId} --endpoint-url {pool.EndpointUrl} --region {pool.Region} --requests-per-second 1000 --output csv > /dev/null";

        var run = await Tool.RunAsync(
            "/usr/bin/script",
            ["-q", "-e", "-c", command, "/dev/null"],
            new Dictionary<string, string?>(CleanEnvironment.Variables) { ["AWS_ACCESS_KEY_ID"] = pool.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey, ["TERM"] = "xterm" });

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"\[#*\.+\] +\d+ % [\d,]+ users, [\d.]+ a second" + remark, run.Output);
        Assert.Matches(@"\r +\r", run.Output);
    }

    [Fact]
    public async Task Without_a_terminal_no_progress_is_shown()
    {
        using var server = Slow();

        var run = await Cli.RunAsync(server.UserPool, "list", "--output", "csv");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
    }

    private static ILocalUserPoolServer Slow()
    {
        var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 3000 });
        server.AddFault(new LocalUserPoolFault { Operation = "ListUsers", LatencyMilliseconds = 50 });
        return server;
    }
}
