using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>Which requests a fault applies to, and which faults are refused.</summary>
public sealed class FaultFilterTests
{
    [Theory]
    [InlineData("AdminGetUser", true)]
    [InlineData("admin*user", true)]
    [InlineData("AdminGetUse?", true)]
    [InlineData("ListUsers", false)]
    [InlineData("*ProviderForUser", false)]
    public async Task The_operation_may_contain_wildcards(string operation, bool fails)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        pool.Server.AddFault(new LocalUserPoolFault { Operation = operation, ErrorCode = "X" });
        Assert.Equal(fails ? "X" : null, (await pool.GetUserAsync("carlos")).ErrorCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_username_filter_matches_the_user_who_is_named_or_linked_or_unlinked(bool whenDone)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        pool.Server.AddFault(new LocalUserPoolFault { Username = "carlos", ErrorCode = "X", WhenDone = whenDone });
        Assert.Equal("X", (await pool.GetUserAsync("carlos")).ErrorCode);
        Assert.Equal("X", (await pool.GetUserAsync("carlos@example.com")).ErrorCode);
        Assert.Equal("X", (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).ErrorCode);
        Assert.Equal("X", (await pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity("Facebook", "Cognito_Subject", "f"))).ErrorCode);
        (await pool.GetUserAsync("dora")).Ok();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "2222")).Ok();
        (await pool.LinkAsync(TestPool.Native("dora"), TestPool.Identity("Facebook", "Cognito_Subject", "g"))).Ok();
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id })).Ok();
    }

    [Fact]
    public async Task A_provider_filter_matches_requests_that_name_the_provider()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        pool.Server.AddFault(new LocalUserPoolFault { ProviderName = "Google", ErrorCode = "X" });
        Assert.Equal("X", (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).ErrorCode);
        Assert.Equal("X", (await pool.LinkAsync(TestPool.Native("dora"), TestPool.Identity("Google", "Cognito_Subject", "9"))).ErrorCode);
        Assert.Equal("X", (await pool.CallAsync("DescribeIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "Google" })).ErrorCode);
        (await pool.UnlinkAsync("AzureAD", "Cognito_Subject", "azure-olga")).Ok();
        (await pool.GetUserAsync("carlos")).Ok();
    }

    [Theory]
    [InlineData("\"nth\": 3", "..x......")]
    [InlineData("\"every\": 3", "..x..x..x")]
    [InlineData("\"times\": 2", "xx.......")]
    [InlineData("\"every\": 2, \"times\": 3", ".x.x.x...")]
    [InlineData("\"probability\": 1", "xxxxxxxxx")]
    public async Task Only_requests_that_match_the_operation_are_counted(string filter, string expected)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.ControlAsync(HttpMethod.Post, "faults", $$"""{ "operation": "AdminGetUser", "errorCode": "X", {{filter}} }""")).Ok();
        var seen = "";
        for (var number = 0; number < expected.Length; number++)
        {
            (await pool.CallAsync("ListUserPools", new { MaxResults = 1 })).Ok();
            seen += (await pool.GetUserAsync("carlos")).ErrorCode is null ? '.' : 'x';
        }

        Assert.Equal(expected, seen);
        Assert.Equal(expected.Count(character => character == 'x'), pool.Server.GetFaults()[0].Applied);
    }

    [Fact]
    public async Task Which_requests_a_probability_selects_depends_on_the_seed()
    {
        var first = await RunAsync(1);
        Assert.Equal(first, await RunAsync(1));
        Assert.NotEqual(first, await RunAsync(2));
        Assert.InRange(first.Count(character => character == 'x'), 60, 140);

        static async Task<string> RunAsync(int seed)
        {
            using var pool = TestPool.Generated(1, seed);
            pool.Server.AddFault(new LocalUserPoolFault { Probability = 0.25, ErrorCode = "X" });
            var seen = "";
            for (var number = 0; number < 400; number++)
            {
                seen += (await pool.CallAsync("ListUserPools", new { MaxResults = 1 })).ErrorCode is null ? '.' : 'x';
            }

            return seen;
        }
    }

    [Fact]
    public async Task If_two_errors_apply_the_first_one_is_returned()
    {
        using var pool = TestPool.Generated(0);
        pool.Server.AddFault(new LocalUserPoolFault { ErrorCode = "First", Times = 1 });
        pool.Server.AddFault(new LocalUserPoolFault { ErrorCode = "Second", Times = 1 });
        Assert.Equal("First", (await pool.GetUserAsync("x")).ErrorCode);
        Assert.Equal("Second", (await pool.GetUserAsync("x")).ErrorCode);
        Assert.Equal("UserNotFoundException", (await pool.GetUserAsync("x")).ErrorCode);
    }

    [Fact]
    public async Task Listed_faults_can_be_added_again_and_delete_or_reset_removes_them()
    {
        using var pool = TestPool.Generated(0);
        Assert.Equal("""{"faults":[]}""", (await pool.ControlAsync(HttpMethod.Get, "faults")).Text);
        var added = (await pool.ControlAsync(HttpMethod.Post, "faults", """{ "operation": "List*", "hang": true, "nth": 2, }""")).Ok().GetProperty("faults")[0];
        Assert.Equal("""{"operation":"List*","nth":2,"connectionReset":false,"hang":true,"whenDone":false,"applied":0}""", added.GetRawText());
        Assert.Equal(2, (await pool.ControlAsync(HttpMethod.Post, "faults", added.GetRawText())).Ok().GetProperty("faults").GetArrayLength());
        Assert.Equal("""{"faults":[]}""", (await pool.ControlAsync(HttpMethod.Delete, "faults")).Text);
        (await pool.ControlAsync(HttpMethod.Post, "faults", added.GetRawText())).Ok();
        (await pool.ControlAsync(HttpMethod.Post, "reset")).Ok();
        Assert.Empty(pool.Server.GetFaults());
    }

    [Theory]
    [InlineData("""{ "hang": true, "opration": "x" }""", "$.opration (line 1): This field is not known.")]
    [InlineData("""{ "hang": true, "operation": "AdminNothing" }""", "$.operation: No operation of the local user pool matches 'AdminNothing'.")]
    [InlineData("""{ "operation": "*" }""", "$: A fault must have exactly one of errorCode, connectionReset, latencyMilliseconds and hang.")]
    [InlineData("""{ "hang": true, "errorCode": "X" }""", "$: A fault must have exactly one of errorCode, connectionReset, latencyMilliseconds and hang.")]
    [InlineData("""{ "hang": true, "nth": 0 }""", "$.nth: The first request is number 1.")]
    [InlineData("""{ "hang": true, "every": 0 }""", "$.every: This must be 1 or more.")]
    [InlineData("""{ "hang": true, "times": 0 }""", "$.times: This must be 1 or more.")]
    [InlineData("""{ "hang": true, "probability": 1.5 }""", "$.probability: This must be more than 0 and at most 1.")]
    [InlineData("""{ "latencyMilliseconds": 0 }""", "$.latencyMilliseconds: This must be 1 or more.")]
    [InlineData("""{ "hang": true, "message": "x" }""", "$.message: Only a fault with an errorCode can have a message.")]
    [InlineData("""{ "hang": true, "statusCode": 500 }""", "$.statusCode: Only a fault with an errorCode can have a statusCode.")]
    [InlineData("""{ "errorCode": "X", "statusCode": 200 }""", "$.statusCode: An error's status must be from 400 to 599.")]
    [InlineData("""{ "errorCode": "X Y" }""", "$.errorCode: 'X Y' is not allowed.")]
    [InlineData("""{ "hang": "yes" }""", "$.hang (line 1): This value is not allowed here.")]
    public async Task An_error_about_an_invalid_fault_names_its_path(string fault, string message)
    {
        using var pool = TestPool.Generated(0);
        var answer = await pool.ControlAsync(HttpMethod.Post, "faults", fault);
        Assert.Equal(400, (int)answer.Status);
        Assert.StartsWith(message, JsonSerializer.Deserialize<JsonElement>(answer.Text).Text("error"), StringComparison.Ordinal);
        Assert.Empty(pool.Server.GetFaults());
    }

    [Fact]
    public async Task Concurrent_requests_are_counted_exactly()
    {
        using var pool = TestPool.Generated(0);
        pool.Server.AddFault(new LocalUserPoolFault { ErrorCode = "X", Every = 4 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => pool.GetUserAsync(number.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(50, answers.Count(answer => answer.ErrorCode == "X"));
    }
}
