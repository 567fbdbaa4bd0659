using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Tests;

/// <summary>What a rehearsal of rows costs, and what it reports.</summary>
public sealed class RehearsalTests : IDisposable
{
    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Rehearsing_many_rows_lists_the_pool_instead_of_reading_each_user()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 1500 });
        var plan = _files.Write("plan.csv", await Cli.RunAsync(server.UserPool, "list", "--output", "csv"));
        var whole = await Cli.RunAsync(server.UserPool, "unlink", "--all-providers", "--what-if", "--output", "json");
        var before = server.GetRequests().Count;

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", plan, "--what-if", "--output", "json");

        var requests = server.GetRequests().Skip(before).ToList();
        Assert.True(File.ReadLines(plan).Count() > 1000);
        Assert.InRange(requests.Count(request => request.Operation == "ListUsers"), 25, 100 + 25);
        Assert.All(requests, request => Assert.Contains(request.Operation, (string[])["ListUsers", "DescribeUserPool", "ListIdentityProviders"]));
        Assert.Equal(Outcomes(whole.Output), Outcomes(run.Output));
    }

    [Fact]
    public async Task A_rehearsal_says_when_the_users_were_listed()
    {
        using var server = _files.Start("""{"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Google","value":"1"}]}""");
        var start = DateTime.UtcNow;

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--username", "alice", "--all-providers", "--what-if", "--output", "json");
        var real = await Cli.RunAsync(server.UserPool, "unlink", "--username", "alice", "--all-providers", "--yes", "--output", "json");

        Assert.Matches(@" s at 127\.0\.0\.1:\d+, as of (\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d UTC \(listings can lag; the real run reads each user again\)\n", run.Error);
        var listedAt = JsonDocument.Parse(run.Output).RootElement.GetProperty("listedAt").GetDateTime();
        Assert.InRange(listedAt, start, DateTime.UtcNow);
        Assert.DoesNotContain("as of", real.Error, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(real.Output).RootElement.GetProperty("listedAt").ValueKind);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task A_rehearsal_says_where_the_pool_differs_from_the_rows(string form)
    {
        const string Users = """
            {"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Google","value":"1"}]},
            {"username":"bob","status":"CONFIRMED","identities":[{"providerName":"Google","value":"2"}]}
            """;
        string plan;
        using (var before = _files.Start(Users))
        {
            plan = _files.Write("plan", await Cli.RunAsync(before.UserPool, "list", "--output", form));
        }

        using var server = _files.Start(Users.Replace("\"bob\",\"status\":\"CONFIRMED\"", "\"bob\",\"status\":\"FORCE_CHANGE_PASSWORD\"", StringComparison.Ordinal));
        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", plan, "--what-if", "--output", "json");

        var items = JsonDocument.Parse(run.Output).RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["WouldUnlink", "Skipped"], items.Select(item => item.GetProperty("outcome").GetString()));
        Assert.Null(items[0].GetProperty("reason").GetString());
        Assert.EndsWith(
            " Nothing was sent. The row says CONFIRMED; the pool says FORCE_CHANGE_PASSWORD. SignInAfterUnlink is Password in the row; according to the pool, it is None.",
            items[1].GetProperty("reason").GetString(),
            StringComparison.Ordinal);
    }

    private static List<string> Outcomes(string json) =>
    [
        .. JsonDocument.Parse(json).RootElement.GetProperty("items").EnumerateArray().Select(item => string.Create(
            CultureInfo.InvariantCulture,
            $"{item.GetProperty("username")} {item.GetProperty("providerName")} {item.GetProperty("outcome")} {item.GetProperty("signInAfterUnlink")} {item.GetProperty("reason")}")),
    ];
}
