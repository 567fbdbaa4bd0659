using System.Diagnostics;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public class StreamingTests
{
    [Theory]
    [InlineData("table")]
    [InlineData("csv")]
    public async Task Rows_are_written_before_the_whole_pool_has_been_read(string form)
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 200 });
        server.AddFault(new LocalUserPoolFault { Operation = "ListUsers", Nth = 2, Hang = true });
        var pool = server.UserPool;
        var start = new ProcessStartInfo(Cli.Program, Cli.With(["list", "--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl, "--region", pool.Region, "--output", form]))
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in CleanEnvironment.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["AWS_ACCESS_KEY_ID"] = pool.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey;
        using var process = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            for (var i = 0; i < 40; i++)
            {
                Assert.NotNull(await process.StandardOutput.ReadLineAsync(limit.Token));
            }

            Assert.False(process.HasExited);
        }
        finally
        {
            process.Kill();
        }
    }
}
