using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Rows that name their pools when nothing else gives a region.</summary>
public sealed class RegionTests : IDisposable
{
    private const string Okta = """{"name":"Okta","type":"SAML"}""";

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private static string User(string subject) =>
        RowFolder.WithRecovery($$"""{"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"{{subject}}"}]}""");

    private ILocalUserPoolServer Start() => new LocalUserPoolFactory().Start(new LocalUserPoolOptions
    {
        UserPoolId = "eu-west-1_One",
        SeedPath = _files.Write("seed.json", $$"""
            {"version":1,"pools":[
              {"userPoolId":"eu-west-1_One","identityProviders":[{{Okta}}],"users":[{{User("1")}}]},
              {"userPoolId":"us-east-2_Two","identityProviders":[{{Okta}}],"users":[{{User("2")}}]}]}
            """),
    });

    private static Task<ToolResult> RunAsync(ILocalUserPoolServer server, params string[] arguments) => Cli.RunWithAsync(
        new() { ["AWS_ACCESS_KEY_ID"] = server.UserPool.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = server.UserPool.SecretKey },
        [.. arguments, "--endpoint-url", server.UserPool.EndpointUrl, "--yes", "--output", "json"]);

    private string Plan => _files.Write("plan.csv", """
        UserPoolId,Username,ProviderName,Subject
        eu-west-1_One,alice,Okta,1
        us-east-2_Two,alice,Okta,2
        eu-west-1_One,alice,Okta,1
        """);

    private static string[] Sent(ILocalUserPoolServer server, string operation) =>
        [.. server.GetRequests().Where(request => request.Operation == operation).Select(request => $"{request.Region} {request.UserPoolId}").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Each_row_is_unlinked_and_undone_in_the_region_of_its_pool()
    {
        using var server = Start();
        var journal = _files.PathOf("run.jsonl");

        var run = await RunAsync(server, "unlink", "--from", Plan, "--provider", "Okta", "--journal", journal);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(["eu-west-1 eu-west-1_One", "us-east-2 us-east-2_Two"], Sent(server, "AdminDisableProviderForUser"));
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(server.GetRequests().Count, result.GetProperty("requests").GetInt32());
        Assert.Contains($"\"requests\":{server.GetRequests().Count},", await File.ReadAllTextAsync(journal), StringComparison.Ordinal);

        var undo = await RunAsync(server, "relink", "--from", journal);

        Assert.True(undo.ExitCode == 0, undo.ToString());
        Assert.Equal(["eu-west-1 eu-west-1_One", "us-east-2 us-east-2_Two"], Sent(server, "AdminLinkProviderForUser"));
    }

    [Fact]
    public async Task A_rehearsal_reads_each_pool_in_its_own_region()
    {
        using var server = Start();

        var run = await RunAsync(server, "unlink", "--from", _files.Write("users.csv", "UserPoolId,Username\neu-west-1_One,alice\nus-east-2_Two,alice\n"), "--all-providers", "--what-if");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(["eu-west-1 eu-west-1_One", "us-east-2 us-east-2_Two"], Sent(server, "ListUsers"));
    }

    [Theory]
    [InlineData("RegionMismatch")]
    [InlineData("CredentialsNotFound", "--replica")]
    public async Task A_region_other_than_that_of_the_pool_is_accepted_only_with_replica(string error, params string[] more)
    {
        // The region is decided before credentials are looked up, and there are none here.
        var run = await Cli.RunWithAsync(new() { ["AWS_EC2_METADATA_DISABLED"] = "true" }, ["list", "--user-pool-id", "eu-west-1_One", "--region", "us-east-2", .. more]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"cognito-unlink: {error}: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--replica needs --region NAME", "list", "--user-pool-id", "eu-west-1_One", "--replica")]
    [InlineData("--replica cannot be combined with --local", "list", "--local", "--replica", "--region", "us-east-2")]
    [InlineData("--replica", "unlink", "--user-pool-id", "eu-west-1_One", "--replica", "--region", "us-east-2", "--all-providers", "--what-if")]
    public async Task A_replica_needs_a_region_and_cannot_be_changed(string says, params string[] arguments)
    {
        var run = await Cli.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_fails_if_its_pool_is_not_in_the_given_region_and_the_next_row_is_tried()
    {
        // There are no credentials here, so a row in the given region ends the run before any request.
        var plan = _files.Write("plan.csv", "UserPoolId,Username,ProviderName,Subject\nus-east-2_Two,alice,Okta,2\neu-west-1_One,alice,Okta,1\n");

        var run = await Cli.RunWithAsync(new() { ["AWS_EC2_METADATA_DISABLED"] = "true" }, "relink", "--from", plan, "--region", "eu-west-1", "--yes", "--output", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 failed (1 CredentialsNotFound, 1 RegionMismatch); 0 requests", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["us-east-2_Two RegionMismatch", "eu-west-1_One CredentialsNotFound"],
            JsonDocument.Parse(run.Output).RootElement.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("userPoolId").GetString()} {item.GetProperty("errorId").GetString()}"));
    }
}
