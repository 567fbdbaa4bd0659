using System.Text.Json;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>Checks the local user pool against the service's model in botocore.</summary>
public sealed class ModelConformanceTests
{
    /// <summary>Operations that are newer than the model.</summary>
    internal static readonly string[] NotInTheModel = ["AdminGetUserAuthFactors"];

    [Fact]
    public async Task All_members_of_all_operations_follow_the_constraints_in_the_model()
    {
        Skip.Unless(Peers.HasBoto3, Peers.NoBoto3);
        using var server = new LocalUserPoolFactory().Start(new() { UserCount = 80 });
        var script = Repository.PathOf("tests", "CognitoUnlink.LocalPool.Tests", "python", "conformance.py");

        var result = await Tool.RunAsync(
            "python3",
            ["-X", "utf8", script, server.UserPool.EndpointUrl, server.UserPool.UserPoolId, string.Join(',', OperationTable.Names.Except(NotInTheModel))],
            timeout: TimeSpan.FromMinutes(10));

        Assert.True(result.ExitCode == 0, result.ToString());
        var report = JsonSerializer.Deserialize<JsonElement>(result.Output);
        Assert.True(report.GetProperty("failureCount").GetInt32() == 0, string.Join('\n', report.GetProperty("failures").EnumerateArray()));
        Assert.Empty(report.GetProperty("ignoredButNotInTheModel").EnumerateArray());
        Assert.True(report.GetProperty("requests").GetInt32() > 3000, result.Output);
    }
}
