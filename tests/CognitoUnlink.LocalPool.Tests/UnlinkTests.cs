using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class UnlinkTests
{
    private const string NotLinked = "Account isn't linked to anyone else, verify that the account has been linked";

    [Fact]
    public async Task A_social_identity_is_unlinked_by_its_subject_and_nothing_else_changes()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var answer = await pool.UnlinkAsync("Google", "Cognito_Subject", "1111");
        Assert.Equal("{}", answer.Text);
        Assert.Equal(["Okta"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
        var user = (await pool.GetUserAsync("carlos")).Ok();
        Assert.Equal(("CONFIRMED", true), (user.Text("UserStatus"), user.GetProperty("Enabled").GetBoolean()));
    }

    [Theory]
    [InlineData("Google", "Cognito_Subject", "1112")]
    [InlineData("Google", "email", "1111")]
    [InlineData("Google", "cognito_subject", "1111")]
    [InlineData("Google", "Cognito_Subject", "google_1111")]
    [InlineData("Okta", "Cognito_Subject", "nameid_carlos/1")]
    [InlineData("Okta", "Cognito_Subject", "1111")]
    [InlineData("Okta", "email", "carlos@example.com")]
    public async Task An_identity_that_does_not_match_exactly_is_not_unlinked(string provider, string attribute, string value)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var before = await pool.SnapshotAsync();
        (await pool.UnlinkAsync(provider, attribute, value)).Is("InvalidParameterException", NotLinked);
        Assert.Equal(before, await pool.SnapshotAsync());
    }

    [Fact]
    public async Task An_identity_cannot_be_unlinked_twice()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Is("InvalidParameterException", NotLinked);
    }

    [Fact]
    public async Task A_SAML_identity_that_never_signed_in_is_unlinked_only_by_its_attribute_and_value()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal("dora@example.com", (await pool.IdentitiesAsync("dora"))!.Value[0].Text("userId"));
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "dora@example.com")).Is("InvalidParameterException", NotLinked);
        (await pool.UnlinkAsync("Okta", "email", "Dora@example.com")).Is("InvalidParameterException", NotLinked);
        (await pool.UnlinkAsync("Okta", "email", "dora@example.com")).Ok();
        Assert.Null(await pool.IdentitiesAsync("dora"));
    }

    [Fact]
    public async Task A_SAML_identity_that_has_signed_in_is_unlinked_only_by_its_NameID()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        Assert.Equal("NameId-Erik", (await pool.IdentitiesAsync("erik"))!.Value[0].Text("userId"));
        (await pool.UnlinkAsync("Okta", "email", "erik@example.com")).Is("InvalidParameterException", NotLinked);
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId-Erik")).Ok();
        Assert.Null(await pool.IdentitiesAsync("erik"));
    }

    [Fact]
    public async Task An_OIDC_identity_is_unlinked_by_its_sub()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("AzureAD", "Cognito_Subject", "azure-olga")).Ok();
        Assert.Null(await pool.IdentitiesAsync("olga"));
    }

    [Fact]
    public async Task Unlinking_keeps_the_federated_user_of_the_same_identity()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "2222")).Ok();
        Assert.Null(await pool.IdentitiesAsync("ana"));
        Assert.True((await pool.IdentitiesAsync("Google_2222"))!.Value[0].GetProperty("primary").GetBoolean());
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "2222")).Is("InvalidParameterException", NotLinked);
    }

    [Fact]
    public async Task The_identity_of_a_federated_user_is_not_linked_to_anyone()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "3333")).Is("InvalidParameterException", NotLinked);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("Gone")]
    [InlineData("Nobody")]
    public async Task Unlinking_from_a_provider_that_is_not_in_the_pool_is_an_error(string provider)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync(provider, "Cognito_Subject", "1111")).Is("ResourceNotFoundException", $"Identity provider {provider} does not exist.");
    }

    [Fact]
    public async Task Native_deactivation_is_recorded_and_changes_neither_Status_nor_Enabled()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "carlos")).Ok();
        var user = (await pool.GetUserAsync("carlos")).Ok();
        Assert.Equal(("CONFIRMED", true), (user.Text("UserStatus"), user.GetProperty("Enabled").GetBoolean()));
        var shown = JsonSerializer.Deserialize<JsonElement>(await pool.SnapshotAsync()).GetProperty("pools")[0].GetProperty("users")[0];
        Assert.False(shown.GetProperty("passwordSignIn").GetBoolean());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("Google_3333")]
    [InlineData("Carlos")]
    public async Task Native_deactivation_needs_a_native_user(string username)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", username)).Is("UserNotFoundException", "User does not exist.");
    }

    [Fact]
    public async Task Native_deactivation_by_another_attribute_is_refused()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Cognito", "username", "carlos")).Is("InvalidParameterException", NotLinked);
    }

    [Fact]
    public async Task Any_text_is_accepted_as_a_pool_id_and_then_not_found()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        foreach (var id in (string[])["no pool at all", "us-east-1_Other"])
        {
            var answer = await pool.CallAsync("AdminDisableProviderForUser", new { UserPoolId = id, User = TestPool.Native("carlos") });
            answer.Is("ResourceNotFoundException", $"User pool {id} does not exist.");
        }
    }

    [Fact]
    public async Task Provider_attribute_and_value_are_all_required()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var answer = await pool.CallAsync("AdminDisableProviderForUser", new { UserPoolId = pool.Id, User = new { ProviderName = "Google", ProviderAttributeValue = "1111" } });
        answer.Is("InvalidParameterException", "User must have ProviderName, ProviderAttributeName and ProviderAttributeValue");
    }
}
