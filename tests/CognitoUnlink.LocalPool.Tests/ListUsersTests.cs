using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class ListUsersTests
{
    private static readonly string[] s_emailAndSub = ["email", "sub"];
    private static readonly string[] s_identities = ["identities"];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(0)]
    [InlineData(null)]
    public async Task Pages_show_every_user_once_and_the_last_one_has_no_token(int? limit)
    {
        using var pool = TestPool.Generated(130);
        var pages = await pool.PagesAsync("ListUsers", "PaginationToken", limit);
        Assert.Equal(130, pages.SelectMany(page => page).Distinct().Count());
        Assert.All(pages.SkipLast(1), page => Assert.Equal(limit is null or 0 ? 60 : limit, page.Count));
    }

    [Fact]
    public async Task Deleting_users_between_pages_does_not_skip_other_users()
    {
        using var pool = TestPool.Generated(10);
        var first = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Limit = 4 })).Ok();
        foreach (var user in first.GetProperty("Users").EnumerateArray())
        {
            (await pool.CallAsync("AdminDeleteUser", new { UserPoolId = pool.Id, Username = user.Text("Username") })).Ok();
        }

        var rest = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, PaginationToken = first.Text("PaginationToken") })).Ok();
        Assert.Equal(6, rest.GetProperty("Users").GetArrayLength());
    }

    [Fact]
    public async Task An_empty_pool_has_one_empty_page()
    {
        using var pool = TestPool.Generated(0);
        Assert.Equal("""{"Users":[]}""", (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id })).Text);
    }

    [Fact]
    public async Task A_token_is_valid_only_with_its_own_pool_and_filter()
    {
        using var pool = TestPool.Generated(20);
        var token = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Limit = 2, Filter = "status = \"Enabled\"" })).Ok().Text("PaginationToken");
        await RefusedAsync(new { UserPoolId = pool.Id, PaginationToken = token });
        await RefusedAsync(new { UserPoolId = pool.Id, PaginationToken = token, Filter = "status=\"Enabled\"" });
        await RefusedAsync(new { UserPoolId = pool.Id, PaginationToken = "made-up", Filter = "status = \"Enabled\"" });
        var other = (await pool.CallAsync("CreateUserPool", new { PoolName = "Other" })).Ok().GetProperty("UserPool").Text("Id");
        await RefusedAsync(new { UserPoolId = other, PaginationToken = token, Filter = "status = \"Enabled\"" });
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, PaginationToken = token, Filter = "status = \"Enabled\"" })).Ok();

        async Task RefusedAsync(object input) =>
            (await pool.CallAsync("ListUsers", input)).Is("InvalidParameterException", "Paging Marker is Invalid for Request");
    }

    [Fact]
    public async Task A_token_expires_after_an_hour()
    {
        using var pool = TestPool.Generated(20);
        var token = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Limit = 2 })).Ok().Text("PaginationToken");
        pool.Clock.Advance(TimeSpan.FromHours(1));
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, PaginationToken = token })).Ok();
        pool.Clock.Advance(TimeSpan.FromSeconds(1));
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, PaginationToken = token }))
            .Is("InvalidParameterException", "Paging Marker is Invalid for Request");
    }

    [Theory]
    [InlineData("username = \"carlos\"", "carlos")]
    [InlineData("username=\"carlos\"", "carlos")]
    [InlineData("\"username\"=\"carlos\"", "carlos")]
    [InlineData("\"email\" ^= \"carl\"", "carlos")]
    [InlineData("  username  =  \"carlos\"  ", "carlos")]
    [InlineData("username = \"Carlos\"", "")]
    [InlineData("username ^= \"Google_\"", "Google_2222,Google_3333")]
    [InlineData("username ^= \"google_\"", "")]
    [InlineData("email = \"CARLOS@example.COM\"", "carlos")]
    [InlineData("email ^= \"ANA@\"", "ana,Google_2222")]
    [InlineData("name ^= \"carlos ñ\"", "carlos")]
    [InlineData("cognito:user_status = \"external_provider\"", "Google_2222,Google_3333")]
    [InlineData("cognito:user_status ^= \"FORCE\"", "plain")]
    [InlineData("status = \"Disabled\"", "plain")]
    [InlineData("status = \"disabled\"", "")]
    [InlineData("phone_number = \"+1\"", "")]
    [InlineData("given_name = \"x\"", "")]
    [InlineData("family_name = \"say \\\"x\\\"\"", "")]
    [InlineData("preferred_username ^= \"\"", "")]
    [InlineData("sub = \"none\"", "")]
    [InlineData("", "carlos,dora,erik,olga,ana,Google_2222,Google_3333,left,plain")]
    public async Task A_filter_follows_the_case_rule_of_its_attribute(string filter, string expected)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var users = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Filter = filter })).Ok().GetProperty("Users");
        Assert.Equal(expected, string.Join(',', users.Texts("Username")));
    }

    [Fact]
    public async Task A_user_can_be_found_by_sub()
    {
        using var pool = TestPool.Generated(3);
        var sub = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id })).Ok().GetProperty("Users")[1].Attribute("sub");
        var users = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Filter = $"sub = \"{sub}\"" })).Ok().GetProperty("Users");
        Assert.Equal(sub, Assert.Single(users.EnumerateArray()).Attribute("sub"));
    }

    [Theory]
    [InlineData("identities ^= \"x\"", "Invalid search attribute: identities")]
    [InlineData("custom:team = \"x\"", "Invalid search attribute: custom:team")]
    [InlineData("Email = \"x\"", "Invalid search attribute: Email")]
    [InlineData("email \"x\"", "Error while parsing filter")]
    [InlineData("email = x", "Error while parsing filter")]
    [InlineData("email != \"x\"", "Error while parsing filter")]
    [InlineData("email = \"x\" and name = \"y\"", "Error while parsing filter")]
    public async Task An_invalid_filter_is_refused(string filter, string message)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Filter = filter })).Is("InvalidParameterException", message);
    }

    [Fact]
    public async Task AttributesToGet_selects_attributes()
    {
        using var pool = TestPool.Generated(5);
        var user = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, AttributesToGet = s_emailAndSub })).Ok().GetProperty("Users")[0];
        Assert.Equal(["sub", "email"], user.GetProperty("Attributes").Texts("Name"));
    }

    [Fact]
    public async Task AttributesToGet_with_identities_fails_when_a_user_has_none()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, AttributesToGet = s_identities }))
            .Is("InvalidParameterException", "One or more requested attributes do not exist.");
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, AttributesToGet = s_identities, Filter = "username = \"carlos\"" })).Ok();
    }

    [Fact]
    public async Task A_listed_user_has_the_format_of_the_service()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var answer = await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Limit = 1 });
        var user = answer.Ok().GetProperty("Users")[0];
        Assert.Equal(
            """[{"userId":"NameId_Carlos/1","providerName":"Okta","providerType":"SAML","issuer":"http://okta.example/1","primary":false,"dateCreated":1715040000500},"""
            + """{"userId":"1111","providerName":"Google","providerType":"Google","issuer":null,"primary":false,"dateCreated":1714979289123}]""",
            user.Attribute("identities"));
        Assert.Equal(1714979289.123, user.GetProperty("UserCreateDate").GetDouble());
        Assert.Contains("Carlos Ñandú", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_members_of_a_group_are_listed_in_pages()
    {
        using var pool = TestPool.Generated(100);
        var pages = await pool.PagesAsync("ListUsersInGroup", "NextToken", 10, new() { ["GroupName"] = "employees" });
        Assert.Equal([10, 10, 5], pages.Select(page => page.Count));
        (await pool.CallAsync("ListUsersInGroup", new { UserPoolId = pool.Id, GroupName = "none" })).Is("ResourceNotFoundException", "Group not found.");
    }
}
