using System.Text.Json;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalPool.Tests.Support;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>Clients by other people, which sign, validate and parse in their own way.</summary>
public sealed class PeerTests
{
    private static readonly Dictionary<string, string?> s_environment = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "local",
        ["AWS_SECRET_ACCESS_KEY"] = "local",
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_PROFILE"] = null,
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_REGION"] = null,
        ["AWS_CONFIG_FILE"] = Path.Combine(AppContext.BaseDirectory, "no-such-file"),
        ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(AppContext.BaseDirectory, "no-such-file"),
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_PAGER"] = "",
        ["NO_PROXY"] = "127.0.0.1",
        ["PYTHONUTF8"] = "1",
    };

    [Fact]
    public async Task Boto3_can_call_every_operation_it_knows_and_recognizes_the_errors()
    {
        Skip.Unless(Peers.HasBoto3, Peers.NoBoto3);
        using var server = new LocalUserPoolFactory().Start(new() { UserCount = 80 });
        var script = Repository.PathOf("tests", "CognitoUnlink.LocalPool.Tests", "python", "peer.py");
        var result = await Tool.RunAsync("python3", [script, server.UserPool.EndpointUrl, server.UserPool.UserPoolId], s_environment);
        Assert.True(result.ExitCode == 0, result.ToString());
        var report = JsonSerializer.Deserialize<JsonElement>(result.Output);
        Assert.Equal(OperationTable.Names.Except(ModelConformanceTests.NotInTheModel).Order(StringComparer.Ordinal), report.GetProperty("operations").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(
            [
                "AliasExistsException", "DuplicateProviderException", "GroupExistsException", "InvalidParameterException", "InvalidPasswordException",
                "LimitExceededException", "NotAuthorizedException", "PasswordResetRequiredException", "ResourceNotFoundException", "UnsupportedUserStateException", "UserNotFoundException", "UsernameExistsException",
            ],
            report.GetProperty("errors").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task The_AWS_CLI_can_list_unlink_and_link_again()
    {
        Skip.Unless(Peers.HasAwsCli, Peers.NoAwsCli);
        using var server = new LocalUserPoolFactory().Start(new() { UserCount = 70 });
        var users = (await AwsAsync(server, "list-users")).GetProperty("Users");
        Assert.Equal(70, users.GetArrayLength());
        var username = users[0].Text("Username");
        var identity = JsonSerializer.Deserialize<JsonElement>(users[0].Attribute("identities")!)[0];
        var shorthand = $"ProviderName={identity.Text("providerName")},ProviderAttributeName=Cognito_Subject,ProviderAttributeValue={identity.Text("userId")}";

        await AwsAsync(server, "admin-disable-provider-for-user", "--user", shorthand);
        Assert.Null((await AwsAsync(server, "admin-get-user", "--username", username)).Attribute("identities"));

        var again = await RunAsync(server, "admin-disable-provider-for-user", "--user", shorthand);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains(
            "An error occurred (InvalidParameterException) when calling the AdminDisableProviderForUser operation: Account isn't linked to anyone else, verify that the account has been linked",
            again.Error,
            StringComparison.Ordinal);

        await AwsAsync(
            server, "admin-link-provider-for-user", "--source-user", shorthand,
            "--destination-user", $"ProviderName=Cognito,ProviderAttributeName=Cognito_Subject,ProviderAttributeValue={username}");
        Assert.Contains(identity.Text("userId"), (await AwsAsync(server, "admin-get-user", "--username", username)).Attribute("identities"), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AwsAsync(ILocalUserPoolServer server, string command, params string[] arguments)
    {
        var result = await RunAsync(server, command, arguments);
        Assert.True(result.ExitCode == 0, $"{command}: {result}");
        return string.IsNullOrWhiteSpace(result.Output) ? default : JsonSerializer.Deserialize<JsonElement>(result.Output);
    }

    private static Task<ToolResult> RunAsync(ILocalUserPoolServer server, string command, params string[] arguments) =>
        Tool.RunAsync(
            "aws",
            ["cognito-idp", command, "--user-pool-id", server.UserPool.UserPoolId, "--endpoint-url", server.UserPool.EndpointUrl, "--output", "json", .. arguments],
            s_environment);
}
