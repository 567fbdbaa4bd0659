using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>The switches for what the service is not known to do.</summary>
public sealed class BehaviorTests
{
    [Fact]
    public async Task An_unknown_provider_can_be_an_invalid_parameter()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkFromUnknownProvider", "\"invalidParameter\""));
        (await pool.UnlinkAsync("Gone", "Cognito_Subject", "left-behind")).Is("InvalidParameterException", "Identity provider Gone does not exist.");
    }

    [Fact]
    public async Task Links_of_a_deleted_provider_can_be_unlinked()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkFromUnknownProvider", "\"unlink\""));
        (await pool.UnlinkAsync("Gone", "Cognito_Subject", "left-behind")).Ok();
        Assert.Null(await pool.IdentitiesAsync("left"));
        (await pool.UnlinkAsync("Gone", "Cognito_Subject", "left-behind"))
            .Is("InvalidParameterException", "Account isn't linked to anyone else, verify that the account has been linked");
    }

    [Fact]
    public async Task The_last_identity_can_leave_an_empty_array()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("lastIdentityUnlinked", "\"emptyArray\""));
        (await pool.UnlinkAsync("AzureAD", "Cognito_Subject", "azure-olga")).Ok();
        Assert.Equal("[]", (await pool.GetUserAsync("olga")).Ok().Attribute("identities"));
        var snapshot = await pool.SnapshotAsync();
        (await pool.ControlAsync(HttpMethod.Post, "restore", snapshot)).Ok();
        Assert.Equal(snapshot, await pool.SnapshotAsync());
    }

    [Fact]
    public async Task A_profile_can_lose_its_own_sign_in()
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
    public async Task Native_deactivation_can_be_refused_where_no_identity_remains()
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
    public async Task A_wrong_attribute_can_be_an_invalid_parameter(string provider, string value)
    {
        using var strict = await TestPool.SeededAsync(Pools.Small);
        (await strict.UnlinkAsync(provider, "email", value)).Is("InvalidParameterException", "Account isn't linked to anyone else, verify that the account has been linked");
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkByWrongAttribute", "\"invalidParameter\""));
        (await pool.UnlinkAsync(provider, "email", value)).Is("InvalidParameterException", $"Invalid User: ProviderAttributeName must be Cognito_Subject for provider {provider}");
    }

    [Theory]
    [InlineData("NameId_Carlos/1", "Okta", false)]
    [InlineData("1111", "Google", true)]
    public async Task What_signed_in_through_a_link_can_be_kept_from_being_linked_again(string subject, string provider, bool links)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("linkAfterSignIn", "false"));
        (await pool.UnlinkAsync(provider, "Cognito_Subject", subject)).Ok();
        var answer = await pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity(provider, "Cognito_Subject", subject));
        Assert.Equal(links ? null : "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link", answer.Message);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Unlinking_may_or_may_not_end_tokens(string value, bool ends)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkSignsOut", value));
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        Assert.Equal(ends, (await SnapshotOfAsync(pool, "carlos")).TryGetProperty("signedOutAt", out _));
    }

    [Fact]
    public async Task An_identity_with_a_profile_can_be_linked_all_the_same()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("linkBesideProfile", "true"));
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Google", "Cognito_Subject", "3333"))).Ok();
        Assert.Equal(["3333"], (await pool.IdentitiesAsync("plain"))!.Value.Texts("userId"));
    }

    [Fact]
    public async Task The_shown_id_can_stay_the_linked_value_after_sign_in()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("signedInUserId", "\"linkedValue\""));
        Assert.Equal("erik@example.com", (await pool.IdentitiesAsync("erik"))!.Value[0].Text("userId"));
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId-Erik")).Ok();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Unlinking_may_or_may_not_count_as_a_modification(string value, bool changes)
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("unlinkChangesLastModified", value));
        var before = (await pool.GetUserAsync("carlos")).Ok().GetProperty("UserLastModifiedDate").GetDouble();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        Assert.Equal(changes, before != (await pool.GetUserAsync("carlos")).Ok().GetProperty("UserLastModifiedDate").GetDouble());
    }

    [Fact]
    public async Task Pages_can_be_shorter_than_the_limit_and_empty_and_still_show_every_user_once()
    {
        using var pool = await TestPool.SeededAsync(Pools.SmallWith("shortPages", "true"));
        var pages = await pool.PagesAsync("ListUsers", "PaginationToken", 3);
        Assert.Contains(pages, page => page.Count == 0);
        Assert.Contains(pages, page => page.Count is 1 or 2);
        var all = pages.SelectMany(page => page).ToList();
        Assert.Equal(9, all.Count);
        Assert.Equal(9, all.Distinct().Count());
    }

    private static async Task<bool> HasPasswordSignInAsync(TestPool pool, string username) =>
        (await SnapshotOfAsync(pool, username)).GetProperty("passwordSignIn").GetBoolean();

    private static async Task<JsonElement> SnapshotOfAsync(TestPool pool, string username) =>
        JsonSerializer.Deserialize<JsonElement>(await pool.SnapshotAsync()).GetProperty("pools")[0].GetProperty("users").EnumerateArray()
            .Single(user => user.Text("username") == username);
}
