using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class UserTests
{
    [Fact]
    public async Task A_native_user_is_found_by_username_sub_and_verified_email()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var sub = (await pool.GetUserAsync("carlos")).Ok().Attribute("sub")!;
        Assert.Equal("carlos", (await pool.GetUserAsync(sub)).Ok().Text("Username"));
        Assert.Equal("carlos", (await pool.GetUserAsync("carlos@example.com")).Ok().Text("Username"));
        (await pool.GetUserAsync("ana@example.com")).Is("UserNotFoundException", "User does not exist.");
    }

    [Fact]
    public async Task A_federated_user_is_found_only_by_username()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var user = (await pool.GetUserAsync("Google_3333")).Ok();
        Assert.Equal("EXTERNAL_PROVIDER", user.Text("UserStatus"));
        (await pool.GetUserAsync("alone@example.com")).Is("UserNotFoundException", "User does not exist.");
        (await pool.GetUserAsync(user.Attribute("sub")!)).Is("UserNotFoundException", "User does not exist.");
    }

    [Fact]
    public async Task A_short_password_is_refused()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        const string Message = "Password did not conform with policy: Password not long enough";
        (await pool.CallAsync("AdminSetUserPassword", new { UserPoolId = pool.Id, Username = "carlos", Password = "short" })).Is("InvalidPasswordException", Message);
        (await pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = "new", TemporaryPassword = "short" })).Is("InvalidPasswordException", Message);
    }

    [Theory]
    [InlineData("identities", "Cannot modify the non-mutable attribute identities")]
    [InlineData("sub", "Cannot modify the non-mutable attribute sub")]
    [InlineData("shoe", "Attributes did not conform to the schema: Type for attribute {shoe} could not be determined")]
    public async Task Some_attributes_cannot_be_written(string name, string message)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await CreateAsync(pool, "new", name, "[]")).Is("InvalidParameterException", message);
        (await UpdateAsync(pool, "carlos", name, "[]")).Is("InvalidParameterException", message);
    }

    [Fact]
    public async Task Attributes_can_be_set_and_removed()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal("{}", (await UpdateAsync(pool, "carlos", "custom:team", "blue")).Text);
        (await UpdateAsync(pool, "carlos", "name", "")).Ok();
        var user = (await pool.GetUserAsync("carlos")).Ok();
        Assert.Equal(("blue", null, "carlos@example.com"), (user.Attribute("custom:team"), user.Attribute("name"), user.Attribute("email")));
    }

    [Fact]
    public async Task A_verified_email_moves_silently_from_one_user_to_another()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await UpdateAsync(pool, "ana", "email_verified", "true")).Ok();
        (await UpdateAsync(pool, "ana", "email", "carlos@example.com")).Ok();
        Assert.Equal("ana", (await pool.GetUserAsync("carlos@example.com")).Ok().Text("Username"));
        (await pool.GetUserAsync("ana@example.com")).Is("UserNotFoundException", "User does not exist.");
    }

    [Fact]
    public async Task A_deleted_user_leaves_all_groups_and_the_identities_can_be_linked_again()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.CallAsync("AdminDeleteUser", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        (await pool.GetUserAsync("carlos")).Is("UserNotFoundException", "User does not exist.");
        Assert.Equal(["Google_3333"], (await pool.CallAsync("ListUsersInGroup", new { UserPoolId = pool.Id, GroupName = "staff" })).Ok().GetProperty("Users").Texts("Username"));
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Google", "Cognito_Subject", "1111"))).Ok();
    }

    [Fact]
    public async Task Users_can_be_disabled_and_enabled()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        foreach (var (operation, enabled) in new[] { ("AdminDisableUser", false), ("AdminEnableUser", true) })
        {
            Assert.Equal("{}", (await pool.CallAsync(operation, new { UserPoolId = pool.Id, Username = "carlos" })).Text);
            Assert.Equal(enabled, (await pool.GetUserAsync("carlos")).Ok().GetProperty("Enabled").GetBoolean());
        }
    }

    [Fact]
    public async Task A_global_sign_out_is_recorded()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.CallAsync("AdminUserGlobalSignOut", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        Assert.Contains("\"signedOutAt\":\"2026-03-04T05:06:07Z\"", await pool.SnapshotAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AdminGetUser")]
    [InlineData("AdminDeleteUser")]
    [InlineData("AdminEnableUser")]
    [InlineData("AdminDisableUser")]
    [InlineData("AdminUserGlobalSignOut")]
    public async Task The_pool_and_the_user_must_exist(string operation)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.CallAsync(operation, new { UserPoolId = "us-east-1_None", Username = "carlos" }))
            .Is("ResourceNotFoundException", "User pool us-east-1_None does not exist.");
        (await pool.CallAsync(operation, new { UserPoolId = pool.Id, Username = "nobody" })).Is("UserNotFoundException", "User does not exist.");
    }

    private static Task<CallResult> CreateAsync(TestPool pool, string username, string? name = null, string? value = null) =>
        pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = username, UserAttributes = Attributes(name, value) });

    private static Task<CallResult> UpdateAsync(TestPool pool, string username, string name, string value) =>
        pool.CallAsync("AdminUpdateUserAttributes", new { UserPoolId = pool.Id, Username = username, UserAttributes = Attributes(name, value) });

    private static object[] Attributes(string? name, string? value) => name is null ? [] : [new { Name = name, Value = value }];
}
