using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class UserCreationTests
{
    [Fact]
    public async Task A_created_user_must_change_the_password_and_a_permanent_one_confirms()
    {
        using var pool = TestPool.Generated(0);
        var user = (await CreateAsync(pool, "New", "email", "new@example.com")).Ok().GetProperty("User");
        Assert.Equal(("New", "FORCE_CHANGE_PASSWORD", true, "new@example.com"), (user.Text("Username"), user.Text("UserStatus"), user.GetProperty("Enabled").GetBoolean(), user.Attribute("email")));
        await SetAsync(permanent: false, "FORCE_CHANGE_PASSWORD");
        await SetAsync(permanent: true, "CONFIRMED");

        async Task SetAsync(bool permanent, string status)
        {
            Assert.Equal("{}", (await pool.CallAsync("AdminSetUserPassword", new { UserPoolId = pool.Id, Username = "New", Password = "long-enough", Permanent = permanent })).Text);
            Assert.Equal(status, (await pool.GetUserAsync("New")).Ok().Text("UserStatus"));
        }
    }

    [Theory]
    [InlineData(true, "CARLOS", null)]
    [InlineData(true, "carlos", "UsernameExistsException")]
    [InlineData(false, "CARLOS", "UsernameExistsException")]
    public async Task A_username_is_taken_by_the_pools_rule_of_case(bool caseSensitive, string username, string? error)
    {
        using var pool = await TestPool.SeededAsync($$"""{ "caseSensitive": {{(caseSensitive ? "true" : "false")}}, "users": [ { "username": "Carlos" }, { "username": "carlos2" } ] }""".Replace("carlos2", caseSensitive ? "carlos" : "other", StringComparison.Ordinal));
        Assert.Equal(error, (await CreateAsync(pool, username)).ErrorCode);
    }

    [Fact]
    public async Task A_case_insensitive_pool_keeps_usernames_in_lower_case_and_finds_them_in_any()
    {
        using var pool = await TestPool.SeededAsync("""
            {
              "caseSensitive": false,
              "identityProviders": [ { "name": "Okta", "type": "SAML" } ],
              "users": [ { "username": "Okta_00uAbC", "identities": [ { "providerName": "Okta", "value": "00uAbC", "primary": true } ] } ]
            }
            """);
        Assert.Equal("mixed", (await CreateAsync(pool, "MiXeD")).Ok().GetProperty("User").Text("Username"));
        Assert.Equal("mixed", (await pool.GetUserAsync("mIXED")).Ok().Text("Username"));
        Assert.Equal("okta_00uabc", (await pool.GetUserAsync("Okta_00uAbC")).Ok().Text("Username"));
        Assert.Equal("00uAbC", (await pool.IdentitiesAsync("okta_00uabc"))!.Value[0].Text("userId"));
        (await CreateAsync(pool, "MIXED")).Is("UsernameExistsException", "User account already exists");
    }

    [Fact]
    public async Task A_new_user_cannot_take_a_verified_email_unless_forced()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await CreateAsync("thief", force: false)).Is("AliasExistsException", "An account with the email already exists.");
        (await CreateAsync("thief", force: true)).Ok();
        Assert.Equal("thief", (await pool.GetUserAsync("carlos@example.com")).Ok().Text("Username"));

        Task<CallResult> CreateAsync(string username, bool force) => pool.CallAsync("AdminCreateUser", new
        {
            UserPoolId = pool.Id,
            Username = username,
            ForceAliasCreation = force,
            UserAttributes = new[] { new { Name = "email", Value = "carlos@example.com" }, new { Name = "email_verified", Value = "true" } },
        });
    }

    [Fact]
    public async Task An_invitation_is_sent_again_only_to_somebody_who_was_invited()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal("plain", (await ResendAsync("plain")).Ok().GetProperty("User").Text("Username"));
        (await ResendAsync("carlos")).Is("UnsupportedUserStateException", "Resend not possible. Invalid state.");
        (await ResendAsync("nobody")).Is("UserNotFoundException", "User does not exist.");

        Task<CallResult> ResendAsync(string username) => pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = username, MessageAction = "RESEND" });
    }

    [Fact]
    public async Task Where_the_email_is_the_username_the_username_is_the_sub()
    {
        using var pool = await TestPool.SeededAsync("""{ "usernameAttributes": ["email"] }""");
        var user = (await CreateAsync(pool, "new@example.com", "email_verified", "true")).Ok().GetProperty("User");
        Assert.Equal((user.Attribute("sub"), "new@example.com"), (user.Text("Username"), user.Attribute("email")));
        Assert.Equal(user.Text("Username"), (await pool.GetUserAsync("new@example.com")).Ok().Text("Username"));
        (await CreateAsync(pool, "new@example.com")).Is("UsernameExistsException", "An account with the given email already exists.");
        (await CreateAsync(pool, "plain")).Is("InvalidParameterException", "Username should be an email.");
    }

    private static Task<CallResult> CreateAsync(TestPool pool, string username, string? name = null, string? value = null) =>
        pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = username, UserAttributes = Attributes(name, value) });

    private static object[] Attributes(string? name, string? value) => name is null ? [] : [new { Name = name, Value = value }];
}
