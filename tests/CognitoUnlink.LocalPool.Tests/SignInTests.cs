using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>What a sign-in through an identity provider does to links and federated users.</summary>
public sealed class SignInTests
{
    private const string Merging = "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link";

    [Fact]
    public async Task An_identity_linked_by_subject_signs_in_as_the_linked_user()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal("""{"username":"olga","created":false}""", (await SignInAsync(pool, "AzureAD", "azure-olga")).Text);
        Assert.Equal("azure-olga", (await IdentityAsync(pool, "olga")).Text("signedInSubject"));
        (await pool.UnlinkAsync("AzureAD", "Cognito_Subject", "azure-olga")).Ok();
    }

    [Theory]
    [InlineData("subject", "NameId-Dora")]
    [InlineData("linkedValue", "dora@example.com")]
    public async Task An_identity_linked_by_attribute_is_known_by_its_subject_after_it_signed_in(string signedInUserId, string shown)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("signedInUserId", $"\"{signedInUserId}\""));
        Assert.Equal("""{"username":"dora","created":false}""", (await SignInAsync(pool, "Okta", "NameId-Dora", "dora@example.com")).Text);
        Assert.Equal(shown, (await pool.IdentitiesAsync("dora"))!.Value[0].Text("userId"));
        Assert.Equal("""{"username":"dora","created":false}""", (await SignInAsync(pool, "Okta", "NameId-Dora")).Text);
        (await pool.UnlinkAsync("Okta", "email", "dora@example.com")).Is("InvalidParameterException", "Account isn't linked to anyone else, verify that the account has been linked");
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId-Dora")).Ok();
        Assert.Null(await pool.IdentitiesAsync("dora"));
    }

    [Fact]
    public async Task A_sign_in_creates_a_federated_user_if_the_link_already_belongs_to_another_subject()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal("""{"username":"Okta_NameId-Other","created":true}""", (await SignInAsync(pool, "Okta", "NameId-Other", "erik@example.com")).Text);
    }

    [Fact]
    public async Task A_sign_in_after_unlinking_creates_a_federated_user_and_linking_again_fails()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        Assert.Equal("""{"username":"Google_1111","created":true}""", (await SignInAsync(pool, "Google", "1111", "carlos@gmail.example")).Text);
        var user = (await pool.GetUserAsync("Google_1111")).Ok();
        Assert.Equal(("EXTERNAL_PROVIDER", true), (user.Text("UserStatus"), user.GetProperty("Enabled").GetBoolean()));
        Assert.Equal(("carlos@gmail.example", "false"), (user.Attribute("email"), user.Attribute("email_verified")));
        var identity = Assert.Single((await pool.IdentitiesAsync("Google_1111"))!.Value.EnumerateArray());
        Assert.Equal(("Google", "1111", true), (identity.Text("providerName"), identity.Text("userId"), identity.GetProperty("primary").GetBoolean()));

        (await pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity("Google", "Cognito_Subject", "1111"))).Is("InvalidParameterException", Merging);
        Assert.Equal("""{"username":"Google_1111","created":false}""", (await SignInAsync(pool, "Google", "1111")).Text);
        (await pool.CallAsync("AdminDeleteUser", new { UserPoolId = pool.Id, Username = "Google_1111" })).Ok();
        (await pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity("Google", "Cognito_Subject", "1111"))).Ok();
    }

    [Fact]
    public async Task An_identity_with_its_own_federated_user_signs_in_as_the_linked_user_until_unlinked()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal("""{"username":"ana","created":false}""", (await SignInAsync(pool, "Google", "2222")).Text);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "2222")).Ok();
        Assert.Equal("""{"username":"Google_2222","created":false}""", (await SignInAsync(pool, "Google", "2222")).Text);
    }

    [Fact]
    public async Task In_a_case_insensitive_pool_a_federated_username_is_in_lower_case_but_the_subject_is_not()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small.Insert(Pools.Small.IndexOf('{') + 1, "\"caseSensitive\": false,"));
        Assert.Equal("""{"username":"okta_nameid-new","created":true}""", (await SignInAsync(pool, "Okta", "NameId-New")).Text);
        var identity = (await pool.IdentitiesAsync("okta_nameid-new"))!.Value[0];
        Assert.Equal(("Okta", "NameId-New"), (identity.Text("providerName"), identity.Text("userId")));
        Assert.Equal((403, "User already exists with provider user id."), await RefusedAsync(pool, "Okta", "NAMEID-NEW"));
    }

    [Fact]
    public async Task A_disabled_user_and_a_federated_user_whose_sign_in_was_removed_are_refused()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkOwnProfile", "\"preventSignIn\""));
        (await pool.CallAsync("AdminDisableUser", new { UserPoolId = pool.Id, Username = "olga" })).Ok();
        Assert.Equal((403, "User is disabled."), await RefusedAsync(pool, "AzureAD", "azure-olga"));
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "3333")).Ok();
        Assert.Equal((403, "Login not allowed"), await RefusedAsync(pool, "Google", "3333"));
    }

    [Fact]
    public async Task If_only_administrators_can_create_users_a_new_identity_cannot_sign_in()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small.Insert(Pools.Small.IndexOf('{') + 1, "\"allowAdminCreateUserOnly\": true,"));
        Assert.Equal((403, "Login not allowed"), await RefusedAsync(pool, "Okta", "new"));
        (await SignInAsync(pool, "Okta", "NameId_Carlos/1")).Ok();
    }

    [Theory]
    [InlineData("linkByEmail", "ANA@example.com", "ana")]
    [InlineData("linkOrCreate", "ana@example.com", "ana")]
    [InlineData("none", "ana@example.com", "Okta_NameId-New")]
    [InlineData("linkByEmail", "nobody@example.com", "Okta_NameId-New")]
    [InlineData("linkByEmail", null, "Okta_NameId-New")]
    [InlineData("linkOrCreate", null, "Okta_NameId-New")]
    public async Task A_linking_trigger_links_a_new_identity_to_the_user_with_the_same_email(string trigger, string? email, string username)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("linkingTrigger", $"\"{trigger}\""));
        var answer = (await SignInAsync(pool, "Okta", "NameId-New", email)).Ok();
        Assert.Equal((username, username != "ana"), (answer.Text("username"), answer.GetProperty("created").GetBoolean()));
        Assert.Contains("NameId-New", (await pool.IdentitiesAsync(username))!.Value.Texts("userId"));
        Assert.Equal(username == "ana", (await pool.GetUserAsync("Okta_NameId-New")).ErrorCode is not null);
        Assert.Equal(username == "ana", (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId-New")).ErrorCode is null);
    }

    [Fact]
    public async Task A_linking_trigger_links_an_unlinked_identity_again_at_the_next_sign_in()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("linkingTrigger", "\"linkByEmail\""));
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId_Carlos/1")).Ok();
        Assert.Equal(["Google"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
        Assert.Equal("""{"username":"carlos","created":false}""", (await SignInAsync(pool, "Okta", "NameId_Carlos/1", "carlos@example.com")).Text);
        Assert.Equal(["Google", "Okta"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
    }

    [Fact]
    public async Task A_linking_trigger_can_leave_a_user_whose_password_nobody_knows()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("linkingTrigger", "\"linkOrCreate\""));
        var answer = (await SignInAsync(pool, "Okta", "NameId-New", "new@example.com")).Ok();
        Assert.False(answer.GetProperty("created").GetBoolean());
        var user = (await pool.GetUserAsync(answer.Text("username"))).Ok();
        Assert.Equal(("CONFIRMED", "new@example.com", "false", user.Attribute("sub")), (user.Text("UserStatus"), user.Attribute("email"), user.Attribute("email_verified"), user.Text("Username")));
        var identity = Assert.Single((await pool.IdentitiesAsync(answer.Text("username")))!.Value.EnumerateArray());
        Assert.False(identity.GetProperty("primary").GetBoolean());
        (await pool.CallAsync("AdminResetUserPassword", new { UserPoolId = pool.Id, Username = answer.Text("username") })).Is(
            "InvalidParameterException", "Cannot reset password for the user as there is no registered/verified email or phone_number");
    }

    [Fact]
    public async Task A_new_federated_user_is_in_the_group_of_its_provider()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await SignInAsync(pool, "Okta", "one")).Ok();
        (await SignInAsync(pool, "Okta", "two")).Ok();
        var members = (await pool.CallAsync("ListUsersInGroup", new { UserPoolId = pool.Id, GroupName = $"{pool.Id}_Okta" })).Ok().GetProperty("Users");
        Assert.Equal(["Okta_one", "Okta_two"], members.Texts("Username"));
    }

    [Fact]
    public async Task A_sign_in_can_name_another_pool()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var other = (await pool.CallAsync("CreateUserPool", new { PoolName = "Second" })).Ok().GetProperty("UserPool").Text("Id");
        (await pool.CallAsync("CreateIdentityProvider", new { UserPoolId = other, ProviderName = "Idp", ProviderType = "OIDC", ProviderDetails = new { client_id = "x" } })).Ok();
        (await pool.ControlAsync(HttpMethod.Post, "sign-in", $$"""{ "userPoolId": "{{other}}", "providerName": "Idp", "subject": "s" }""")).Ok();
        (await pool.CallAsync("AdminGetUser", new { UserPoolId = other, Username = "Idp_s" })).Ok();
    }

    [Theory]
    [InlineData("""{ "providerName": "okta", "subject": "s" }""", "$.providerName: The pool has no provider 'okta'.")]
    [InlineData("""{ "providerName": "Okta", "subject": "" }""", "$.subject: This must not be empty.")]
    [InlineData("""{ "providerName": "Okta", "subject": "a b" }""", "$.subject: ")]
    [InlineData("""{ "providerName": "Okta", "subject": "s", "userPoolId": "x_y" }""", "$.userPoolId: There is no user pool 'x_y'.")]
    [InlineData("""{ "providerName": "Okta", "subject": "s", "email": "e" }""", "$.email (line 1): This field is not known.")]
    public async Task An_error_about_an_invalid_sign_in_names_its_path(string body, string message)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var before = await pool.SnapshotAsync();
        var answer = await pool.ControlAsync(HttpMethod.Post, "sign-in", body);
        Assert.Equal(400, (int)answer.Status);
        Assert.StartsWith(message, JsonSerializer.Deserialize<JsonElement>(answer.Text).Text("error"), StringComparison.Ordinal);
        Assert.Equal(before, await pool.SnapshotAsync());
    }

    [Fact]
    public async Task A_snapshot_keeps_the_effects_of_sign_ins()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("linkAfterSignIn", "false"));
        (await SignInAsync(pool, "Okta", "NameId-Dora", "dora@example.com")).Ok();
        (await SignInAsync(pool, "Okta", "new")).Ok();
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId-Dora")).Ok();
        var snapshot = await pool.SnapshotAsync();
        (await pool.ControlAsync(HttpMethod.Post, "reset")).Ok();
        (await pool.ControlAsync(HttpMethod.Post, "restore", snapshot)).Ok();
        Assert.Equal(snapshot, await pool.SnapshotAsync());
        (await pool.LinkAsync(TestPool.Native("dora"), TestPool.Identity("Okta", "Cognito_Subject", "NameId-Dora"))).Is("InvalidParameterException", Merging);
    }

    private static Task<CallResult> SignInAsync(TestPool pool, string providerName, string subject, string? email = null) =>
        pool.ControlAsync(HttpMethod.Post, "sign-in", JsonSerializer.Serialize(new
        {
            providerName,
            subject,
            attributes = email is null ? [] : new Dictionary<string, string> { ["email"] = email },
        }));

    private static async Task<(int Status, string Error)> RefusedAsync(TestPool pool, string providerName, string subject)
    {
        var answer = await SignInAsync(pool, providerName, subject);
        return ((int)answer.Status, answer.Json.Text("error"));
    }

    private static async Task<JsonElement> IdentityAsync(TestPool pool, string username) =>
        JsonSerializer.Deserialize<JsonElement>(await pool.SnapshotAsync()).GetProperty("pools")[0].GetProperty("users").EnumerateArray()
            .Single(user => user.Text("username") == username).GetProperty("identities")[0];
}
