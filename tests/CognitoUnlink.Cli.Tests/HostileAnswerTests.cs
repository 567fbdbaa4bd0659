using System.Text.RegularExpressions;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Half a surrogate pair in the answer about one user or in one page of a listing, and a listing that never ends.</summary>
public sealed partial class HostileAnswerTests : IDisposable
{
    private const string Half = "\"\\ud800\"";

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private static string User(string username, string attributes, string? status = null) => $$"""
        {"Username":"{{username}}","Enabled":true,"UserStatus":{{status ?? "\"CONFIRMED\""}},"{{attributes}}":[{"Name":"sub","Value":"{{username}}-sub"},{"Name":"email","Value":"x@example.com"},{"Name":"email_verified","Value":"true"},
        {"Name":"identities","Value":"[{\"userId\":\"{{username}}-1\",\"providerName\":\"Okta\",\"providerType\":\"SAML\"}]"}]}
        """;

    [Fact]
    public async Task A_broken_answer_about_one_user_fails_only_that_user()
    {
        var gone = new HashSet<string>();
        await using var server = new AnsweringServer((operation, body) => operation switch
        {
            "AdminDisableProviderForUser" => gone.Add(Subject().Match(body).Groups[1].Value) ? "{}" : "[]",
            "AdminGetUser" when gone.Contains(Username().Match(body).Groups[1].Value) =>
                User(Username().Match(body).Groups[1].Value, "UserAttributes").Replace("\"identities\"", "\"none\"", StringComparison.Ordinal),
            "AdminGetUser" when body.Contains("user7\"", StringComparison.Ordinal) => User("user7", "UserAttributes", Half),
            "AdminGetUser" => User(Username().Match(body).Groups[1].Value, "UserAttributes"),
            "DescribeUserPool" => """{"UserPool":{"Id":"POOL"}}""".Replace("POOL", AnsweringServer.PoolId, StringComparison.Ordinal),
            "ListIdentityProviders" => """{"Providers":[{"ProviderName":"Okta","ProviderType":"SAML"}]}""",
            _ => "{}",
        });
        var rows = _files.Write("rows.csv", $"Username,ProviderName,Subject\n{string.Concat(Enumerable.Range(1, 40).Select(number => $"user{number},Okta,user{number}-1\n"))}");

        var run = await server.RunAsync("unlink", "--from", rows, "--yes", "--output", "csv", "--journal", _files.PathOf("j.jsonl"));

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("39 unlinked, 0 already unlinked, 0 skipped, 1 failed (1 UnexpectedResponse)", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"run-ended\"", File.ReadAllText(_files.PathOf("j.jsonl")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Half, "not Unicode")]
    [InlineData("\"again\"", "never ends")]
    public async Task A_bad_pagination_token_ends_a_listing_with_an_error(string token, string words)
    {
        await using var server = new AnsweringServer((operation, _) => operation == "ListUsers"
            ? $$"""{"Users":[{{User("a", "Attributes")}}],"PaginationToken":{{token}}}"""
            : "{}");

        var run = await server.RunAsync("list");

        Assert.True(run.ExitCode is 1 or 3, run.ToString());
        Assert.Contains("UnexpectedResponse", run.Error, StringComparison.Ordinal);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex("\"Username\":\"([^\"]*)\"")]
    private static partial Regex Username();

    [GeneratedRegex("\"ProviderAttributeValue\":\"([^\"]*)-1\"")]
    private static partial Regex Subject();
}
