using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class UserCreationTests
{
    [Fact]
    public async Task A_new_user_must_change_the_password_until_a_permanent_one_is_set()
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
    public async Task Whether_a_username_is_in_use_depends_on_the_case_rule_in_the_pool(bool caseSensitive, string username, string? error)
    {
        using var pool = await TestPool.SeededAsync($$"""{ "caseSensitive": {{(caseSensitive ? "true" : "false")}}, "users": [ { "username": "Carlos" }, { "username": "carlos2" } ] }""".Replace("carlos2", caseSensitive ? "carlos" : "other", StringComparison.Ordinal));
        Assert.Equal(error, (await CreateAsync(pool, username)).ErrorCode);
    }

    [Fact]
    public async Task A_case_insensitive_pool_keeps_usernames_in_lower_case_and_finds_them_in_any_case()
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
    public async Task An_invitation_can_be_sent_again_only_to_a_user_who_was_invited()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal("plain", (await ResendAsync("plain")).Ok().GetProperty("User").Text("Username"));
        (await ResendAsync("carlos")).Is("UnsupportedUserStateException", "Resend not possible. Invalid state.");
        (await ResendAsync("nobody")).Is("UserNotFoundException", "User does not exist.");

        Task<CallResult> ResendAsync(string username) => pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = username, MessageAction = "RESEND" });
    }

    [Fact]
    public async Task In_a_pool_with_email_sign_in_the_username_is_the_sub()
    {
        using var pool = await TestPool.SeededAsync("""{ "usernameAttributes": ["email"] }""");
        var user = (await CreateAsync(pool, "new@example.com", "email_verified", "true")).Ok().GetProperty("User");
        Assert.Equal((user.Attribute("sub"), "new@example.com"), (user.Text("Username"), user.Attribute("email")));
        Assert.Equal(user.Text("Username"), (await pool.GetUserAsync("new@example.com")).Ok().Text("Username"));
        (await CreateAsync(pool, "new@example.com")).Is("UsernameExistsException", "An account with the given email already exists.");
        (await CreateAsync(pool, "plain")).Is("InvalidParameterException", "Username should be an email.");
    }

    private const string ByEmailAndPhone = """
        {
          "usernameAttributes": ["email", "phone_number"],
          "users": [ { "username": "7087723f-05e5-4e16-a350-9792bf2dc68a", "attributes": { "email": "carlos@example.com", "email_verified": "false", "phone_number": "+15555550100" } } ]
        }
        """;

    [Theory]
    [InlineData("carlos@example.com")]
    [InlineData("+15555550100")]
    public async Task A_username_attribute_identifies_exactly_one_user_whether_verified_or_not(string name)
    {
        using var pool = await TestPool.SeededAsync(ByEmailAndPhone);
        Assert.Equal("7087723f-05e5-4e16-a350-9792bf2dc68a", (await pool.GetUserAsync(name)).Ok().Text("Username"));
        (await CreateAsync(pool, "plain")).Is("InvalidParameterException", "Username should be either an email or a phone number.");
        var attribute = name.StartsWith('+') ? "phone_number" : "email";
        (await CreateAsync(pool, name)).Is("UsernameExistsException", $"An account with the given {attribute} already exists.");
        (await CreateAsync(pool, "new@example.com", attribute, name)).Is("UsernameExistsException", $"An account with the given {attribute} already exists.");

        var other = (await CreateAsync(pool, "other@example.com")).Ok().GetProperty("User").Text("Username");
        Assert.Equal(36, other.Length);
        (await UpdateAsync(pool, other, attribute, name)).Is("AliasExistsException", $"An account with the {attribute} already exists.");
        (await UpdateAsync(pool, "7087723f-05e5-4e16-a350-9792bf2dc68a", attribute, name)).Ok();
        (await UpdateAsync(pool, "7087723f-05e5-4e16-a350-9792bf2dc68a", attribute, attribute == "email" ? "moved@example.com" : "+15555550199")).Ok();
        (await pool.GetUserAsync(name)).Is("UserNotFoundException", "User does not exist.");
        (await UpdateAsync(pool, other, attribute, name)).Ok();
        Assert.Equal(other, (await pool.GetUserAsync(name)).Ok().Text("Username"));
    }

    [Fact]
    public async Task Two_users_with_the_same_username_attribute_cannot_be_seeded()
    {
        using var pool = TestPool.Generated(0);
        var answer = await pool.ControlAsync(HttpMethod.Post, "seed", """
            { "pools": [ { "usernameAttributes": ["email"], "caseSensitive": false, "users": [
              { "username": "a", "attributes": { "email": "one@example.com" } }, { "username": "b", "attributes": { "email": "One@Example.com" } } ] } ] }
            """);
        Assert.Equal("$.pools[0].users[1]: An earlier user already has the email 'One@Example.com'.", answer.Json.Text("error"));
    }

    [Theory]
    [InlineData("email", "shared@example.com", true)]
    [InlineData("phone_number", "+15555550100", true)]
    [InlineData("preferred_username", "boss", false)]
    public async Task An_email_or_phone_alias_identifies_its_user_only_after_it_is_verified(string attribute, string value, bool needsVerification)
    {
        using var pool = await TestPool.SeededAsync($$"""
            { "aliasAttributes": ["{{attribute}}"], "users": [
              { "username": "carlos", "attributes": { "{{attribute}}": "{{value}}" } }, { "username": "dora" } ] }
            """);
        Assert.Equal(needsVerification ? "UserNotFoundException" : null, (await pool.GetUserAsync(value)).ErrorCode);
        if (!needsVerification)
        {
            (await CreateAsync(pool, "thief", attribute, value)).Is("AliasExistsException", $"An account with the {attribute} already exists.");
            (await UpdateAsync(pool, "dora", attribute, value)).Is("AliasExistsException", $"An account with the {attribute} already exists.");
            return;
        }

        (await CreateAsync(pool, "twin", attribute, value)).Ok();
        (await UpdateAsync(pool, "carlos", $"{attribute}_verified", "true")).Ok();
        Assert.Equal("carlos", (await pool.GetUserAsync(value)).Ok().Text("Username"));
        (await CreateAsync(pool, "third", attribute, value)).Ok();
        (await ForcedAsync(force: false)).Is("AliasExistsException", $"An account with the {attribute} already exists.");
        (await ForcedAsync(force: true)).Ok();
        Assert.Equal("thief", (await pool.GetUserAsync(value)).Ok().Text("Username"));

        Task<CallResult> ForcedAsync(bool force) => pool.CallAsync("AdminCreateUser", new
        {
            UserPoolId = pool.Id,
            Username = "thief",
            ForceAliasCreation = force,
            UserAttributes = new[] { new { Name = attribute, Value = value }, new { Name = $"{attribute}_verified", Value = "true" } },
        });
    }

    [Fact]
    public async Task A_username_in_use_is_reported_before_an_alias_in_use()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.CallAsync("AdminCreateUser", new
        {
            UserPoolId = pool.Id,
            Username = "dora",
            UserAttributes = new[] { new { Name = "email", Value = "carlos@example.com" }, new { Name = "email_verified", Value = "true" } },
        })).Is("UsernameExistsException", "User account already exists");
    }

    private static Task<CallResult> UpdateAsync(TestPool pool, string username, string name, string value) =>
        pool.CallAsync("AdminUpdateUserAttributes", new { UserPoolId = pool.Id, Username = username, UserAttributes = Attributes(name, value) });

    private static Task<CallResult> CreateAsync(TestPool pool, string username, string? name = null, string? value = null) =>
        pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = username, UserAttributes = Attributes(name, value) });

    private static object[] Attributes(string? name, string? value) => name is null ? [] : [new { Name = name, Value = value }];
}
