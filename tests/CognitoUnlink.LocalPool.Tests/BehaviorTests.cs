using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>The switches for behavior of the service that is not documented.</summary>
public sealed class BehaviorTests
{
    [Fact]
    public async Task Unlinking_from_an_unknown_provider_can_be_an_invalid_parameter()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkFromUnknownProvider", "\"invalidParameter\""));
        (await pool.UnlinkAsync("Gone", "Cognito_Subject", "left-behind")).Is("InvalidParameterException", "Identity provider Gone does not exist.");
    }

    [Fact]
    public async Task Links_to_a_deleted_provider_can_be_unlinked()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkFromUnknownProvider", "\"unlink\""));
        (await pool.UnlinkAsync("Gone", "Cognito_Subject", "left-behind")).Ok();
        Assert.Null(await pool.IdentitiesAsync("left"));
        (await pool.UnlinkAsync("Gone", "Cognito_Subject", "left-behind"))
            .Is("InvalidParameterException", "Account isn't linked to anyone else, verify that the account has been linked");
    }

    [Fact]
    public async Task Unlinking_the_last_identity_can_leave_an_empty_array()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("lastIdentityUnlinked", "\"emptyArray\""));
        (await pool.UnlinkAsync("AzureAD", "Cognito_Subject", "azure-olga")).Ok();
        Assert.Equal("[]", (await pool.GetUserAsync("olga")).Ok().Attribute("identities"));
        var snapshot = await pool.SnapshotAsync();
        (await pool.ControlAsync(HttpMethod.Post, "restore", snapshot)).Ok();
        Assert.Equal(snapshot, await pool.SnapshotAsync());
    }

    [Fact]
    public async Task A_federated_user_can_lose_the_ability_to_sign_in()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkOwnProfile", "\"preventSignIn\""));
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "3333")).Ok();
        Assert.NotNull(await pool.IdentitiesAsync("Google_3333"));
        Assert.False((await SnapshotOfAsync(pool, "Google_3333")).GetProperty("federatedSignIn").GetBoolean());
    }

    [Fact]
    public async Task Native_deactivation_can_disable_the_user()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("nativeDeactivation", "\"disableUser\""));
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "carlos")).Ok();
        Assert.False((await pool.GetUserAsync("carlos")).Ok().GetProperty("Enabled").GetBoolean());
    }

    [Fact]
    public async Task Native_deactivation_can_be_refused()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("nativeDeactivation", "\"refuse\""));
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "carlos")).Is("InvalidParameterException", "The native user cannot be deactivated.");
    }

    [Fact]
    public async Task Native_deactivation_can_be_refused_if_no_identity_remains()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("nativeDeactivation", "\"refuseWithoutIdentity\""));
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "plain")).Is("InvalidParameterException", "The native user cannot be deactivated.");
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "carlos")).Ok();
        Assert.False(await HasPasswordSignInAsync(pool, "carlos"));
    }

    [Theory]
    [InlineData("never", false, false)]
    [InlineData("enableUser", true, true)]
    [InlineData("setPassword", false, true)]
    public async Task Native_deactivation_may_or_may_not_be_reversible(string value, bool afterEnabling, bool afterPassword)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("nativeReactivation", $"\"{value}\""));
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "carlos")).Ok();
        (await pool.CallAsync("AdminEnableUser", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        Assert.Equal(afterEnabling, await HasPasswordSignInAsync(pool, "carlos"));
        (await pool.CallAsync("AdminSetUserPassword", new { UserPoolId = pool.Id, Username = "carlos", Password = "long-enough", Permanent = true })).Ok();
        Assert.Equal(afterPassword, await HasPasswordSignInAsync(pool, "carlos"));
    }

    [Theory]
    [InlineData("Google", "1111")]
    [InlineData("Cognito", "carlos")]
    public async Task Unlinking_by_a_wrong_attribute_can_be_an_invalid_parameter(string provider, string value)
    {
        using var strict = await TestPool.SeededAsync(Pools.Small);
        (await strict.UnlinkAsync(provider, "email", value)).Is("InvalidParameterException", "Account isn't linked to anyone else, verify that the account has been linked");
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkByWrongAttribute", "\"invalidParameter\""));
        (await pool.UnlinkAsync(provider, "email", value)).Is("InvalidParameterException", $"Invalid User: ProviderAttributeName must be Cognito_Subject for provider {provider}");
    }

    [Theory]
    [InlineData("NameId_Carlos/1", "Okta", false)]
    [InlineData("1111", "Google", true)]
    public async Task An_identity_that_has_signed_in_through_its_link_can_be_barred_from_linking_again(string subject, string provider, bool links)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("linkAfterSignIn", "false"));
        (await pool.UnlinkAsync(provider, "Cognito_Subject", subject)).Ok();
        var answer = await pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity(provider, "Cognito_Subject", subject));
        Assert.Equal(links ? null : "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link", answer.Message);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Unlinking_may_or_may_not_sign_the_user_out(string value, bool ends)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkSignsOut", value));
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        Assert.Equal(ends, (await SnapshotOfAsync(pool, "carlos")).TryGetProperty("signedOutAt", out _));
    }

    [Fact]
    public async Task Linking_an_identity_that_has_its_own_federated_user_can_succeed()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("linkBesideProfile", "true"));
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Google", "Cognito_Subject", "3333"))).Ok();
        Assert.Equal(["3333"], (await pool.IdentitiesAsync("plain"))!.Value.Texts("userId"));
    }

    [Fact]
    public async Task The_userId_can_remain_the_linked_value_after_a_sign_in()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("signedInUserId", "\"linkedValue\""));
        Assert.Equal("erik@example.com", (await pool.IdentitiesAsync("erik"))!.Value[0].Text("userId"));
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId-Erik")).Ok();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Unlinking_may_or_may_not_change_the_last_modified_date(string value, bool changes)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkChangesLastModified", value));
        var before = (await pool.GetUserAsync("carlos")).Ok().GetProperty("UserLastModifiedDate").GetDouble();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        Assert.Equal(changes, before != (await pool.GetUserAsync("carlos")).Ok().GetProperty("UserLastModifiedDate").GetDouble());
    }

    [Theory]
    [InlineData("Link")]
    [InlineData("Unlink")]
    [InlineData("NativeDeactivation")]
    public async Task A_change_does_not_affect_status_and_verified_email_by_default(string change)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        await ChangeAsync(pool, change);
        Assert.Equal(("CONFIRMED", "true"), await StatusAndVerifiedAsync(pool, "carlos"));
    }

    [Theory]
    [InlineData("Link", "externalProvider", "EXTERNAL_PROVIDER")]
    [InlineData("Link", "confirmed", "CONFIRMED")]
    [InlineData("Unlink", "externalProvider", "EXTERNAL_PROVIDER")]
    [InlineData("Unlink", "forceChangePassword", "FORCE_CHANGE_PASSWORD")]
    [InlineData("NativeDeactivation", "externalProvider", "EXTERNAL_PROVIDER")]
    [InlineData("NativeDeactivation", "resetRequired", "RESET_REQUIRED")]
    public async Task A_change_can_set_the_status(string change, string value, string status)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith($"statusAfter{change}", $"\"{value}\""));
        await ChangeAsync(pool, change);
        Assert.Equal((status, "true"), await StatusAndVerifiedAsync(pool, "carlos"));
    }

    [Theory]
    [InlineData("Link", "unverified", "false")]
    [InlineData("Link", "removed", null)]
    [InlineData("Unlink", "unverified", "false")]
    [InlineData("Unlink", "removed", null)]
    [InlineData("NativeDeactivation", "unverified", "false")]
    [InlineData("NativeDeactivation", "removed", null)]
    public async Task A_change_can_make_the_email_unverified_so_that_it_is_no_longer_an_alias(string change, string value, string? verified)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith($"emailVerifiedAfter{change}", $"\"{value}\""));
        (await pool.GetUserAsync("carlos@example.com")).Ok();
        await ChangeAsync(pool, change);
        Assert.Equal(("CONFIRMED", verified), await StatusAndVerifiedAsync(pool, "carlos"));
        (await pool.GetUserAsync("carlos@example.com")).Is("UserNotFoundException", "User does not exist.");
    }

    [Theory]
    [InlineData("kept", true)]
    [InlineData("removed", false)]
    public async Task Links_to_a_deleted_provider_are_kept_or_removed(string value, bool kept)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("deletedProviderLinks", $"\"{value}\""));
        Assert.Equal("", (await pool.CallAsync("DeleteIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "Google" })).Text);
        Assert.Equal(kept ? ["Okta", "Google"] : ["Okta"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
        Assert.Equal(kept, await pool.IdentitiesAsync("ana") is not null);
        Assert.NotNull(await pool.IdentitiesAsync("Google_3333"));
        (await pool.CallAsync("CreateIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "Google", ProviderType = "Google", ProviderDetails = new { } })).Ok();
        Assert.Equal(kept, (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).ErrorCode is null);
    }

    [Fact]
    public async Task A_change_can_return_an_error_although_it_was_made()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.ControlAsync(HttpMethod.Post, "faults", """
            { "operation": "AdminDisableProviderForUser", "whenDone": true, "errorCode": "InvalidParameterException", "message": "Merging is not currently supported" }
            """)).Ok();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Is("InvalidParameterException", "Merging is not currently supported");
        Assert.Equal(["Okta"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Is("InvalidParameterException", "Account isn't linked to anyone else, verify that the account has been linked");
    }

    [Fact]
    public async Task Pages_can_be_short_or_empty_and_still_show_every_user_once()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("shortPages", "true"));
        var pages = await pool.PagesAsync("ListUsers", "PaginationToken", 3);
        Assert.Contains(pages, page => page.Count == 0);
        Assert.Contains(pages, page => page.Count is 1 or 2);
        var all = pages.SelectMany(page => page).ToList();
        Assert.Equal(9, all.Count);
        Assert.Equal(9, all.Distinct().Count());
    }

    private static async Task ChangeAsync(TestPool pool, string change) =>
        (await (change switch
        {
            "Link" => pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity("AzureAD", "Cognito_Subject", "new")),
            "Unlink" => pool.UnlinkAsync("Google", "Cognito_Subject", "1111"),
            _ => pool.UnlinkAsync("Cognito", "Cognito_Subject", "carlos"),
        })).Ok();

    private static async Task<(string Status, string? EmailVerified)> StatusAndVerifiedAsync(TestPool pool, string username)
    {
        var user = (await pool.GetUserAsync(username)).Ok();
        return (user.Text("UserStatus"), user.Attribute("email_verified"));
    }

    private static async Task<bool> HasPasswordSignInAsync(TestPool pool, string username) =>
        (await SnapshotOfAsync(pool, username)).GetProperty("passwordSignIn").GetBoolean();

    private static async Task<JsonElement> SnapshotOfAsync(TestPool pool, string username) =>
        JsonSerializer.Deserialize<JsonElement>(await pool.SnapshotAsync()).GetProperty("pools")[0].GetProperty("users").EnumerateArray()
            .Single(user => user.Text("username") == username);
}
