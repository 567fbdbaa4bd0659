using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class LinkTests
{
    [Fact]
    public async Task A_link_appears_in_identities_in_the_format_of_the_service()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var answer = await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Okta", "email", "plain@example.com"));
        Assert.Equal("{}", answer.Text);
        var dateCreated = pool.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(
            $$"""[{"userId":"plain@example.com","providerName":"Okta","providerType":"SAML","issuer":"http://okta.example/1","primary":false,"dateCreated":{{dateCreated}}}]""",
            (await pool.GetUserAsync("plain")).Ok().Attribute("identities"));
        (await pool.UnlinkAsync("Okta", "email", "plain@example.com")).Ok();
    }

    [Fact]
    public async Task Linking_an_identity_again_puts_it_at_the_end()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "NameId_Carlos/1")).Ok();
        (await pool.LinkAsync(TestPool.Native("carlos"), TestPool.Identity("Okta", "Cognito_Subject", "NameId_Carlos/1"))).Ok();
        Assert.Equal(["1111", "NameId_Carlos/1"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("userId"));
    }

    [Fact]
    public async Task The_attribute_name_of_a_native_destination_does_not_matter()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Identity("Cognito", "whatever", "plain"), TestPool.Identity("Facebook", "Cognito_Subject", "9"))).Ok();
    }

    [Fact]
    public async Task A_federated_user_can_be_the_destination()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Identity("Google", "Cognito_Subject", "3333"), TestPool.Identity("Okta", "Cognito_Subject", "n"))).Ok();
        var identities = (await pool.IdentitiesAsync("Google_3333"))!.Value;
        Assert.Equal([true, false], identities.EnumerateArray().Select(identity => identity.GetProperty("primary").GetBoolean()));
        (await pool.UnlinkAsync("Okta", "Cognito_Subject", "n")).Ok();
        Assert.Equal(["Google"], (await pool.IdentitiesAsync("Google_3333"))!.Value.Texts("providerName"));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("carlos")]
    public async Task A_linked_identity_cannot_be_linked_again(string destination)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Native(destination), TestPool.Identity("Google", "Cognito_Subject", "1111")))
            .Is("InvalidParameterException", "SourceUser is already linked to DestinationUser");
    }

    [Fact]
    public async Task An_identity_that_has_its_own_federated_user_cannot_be_linked()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Google", "Cognito_Subject", "3333")))
            .Is("InvalidParameterException", "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link");
    }

    [Fact]
    public async Task An_unlinked_identity_with_its_own_federated_user_cannot_be_linked_again()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "2222")).Ok();
        (await pool.LinkAsync(TestPool.Native("ana"), TestPool.Identity("Google", "Cognito_Subject", "2222")))
            .Is("InvalidParameterException", "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link");
    }

    [Fact]
    public async Task A_native_user_cannot_be_the_source()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Native("carlos")))
            .Is("InvalidParameterException", "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser");
    }

    [Fact]
    public async Task A_user_can_have_five_links_but_not_six()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        for (var number = 1; number <= 5; number++)
        {
            (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Okta", "Cognito_Subject", $"n{number}"))).Ok();
        }

        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Okta", "Cognito_Subject", "n6")))
            .Is("LimitExceededException", "A user can have at most 5 linked identities.");
    }

    [Fact]
    public async Task The_attribute_name_of_the_destination_is_ignored_and_may_be_missing()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(new { ProviderName = "Cognito", ProviderAttributeValue = "plain" }, TestPool.Identity("Okta", "Cognito_Subject", "n1"))).Ok();
        (await pool.LinkAsync(TestPool.Identity("Cognito", "whatever", "plain"), TestPool.Identity("Okta", "Cognito_Subject", "n2"))).Ok();
        Assert.Equal(2, (await pool.IdentitiesAsync("plain"))!.Value.GetArrayLength());
    }

    [Theory]
    [InlineData("Cognito", "nobody")]
    [InlineData("Cognito", "Google_3333")]
    [InlineData("Google", "9999")]
    [InlineData("Google", "1111")]
    public async Task The_destination_user_must_exist(string provider, string value)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Identity(provider, "Cognito_Subject", value), TestPool.Identity("Okta", "Cognito_Subject", "n")))
            .Is("UserNotFoundException", "User does not exist.");
    }

    [Fact]
    public async Task The_provider_of_the_source_must_exist_and_match_in_case()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("okta", "Cognito_Subject", "n")))
            .Is("ResourceNotFoundException", "Identity provider okta does not exist.");
    }

    [Fact]
    public async Task A_social_source_can_only_be_named_by_its_subject()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Google", "email", "n@example.com")))
            .Is("InvalidParameterException", "Invalid SourceUser: ProviderAttributeName must be Cognito_Subject for provider Google");
    }

    [Fact]
    public async Task An_unknown_pool_is_an_error()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var answer = await pool.CallAsync("AdminLinkProviderForUser", new { UserPoolId = "none", DestinationUser = TestPool.Native("plain"), SourceUser = TestPool.Native("x") });
        answer.Is("ResourceNotFoundException", "User pool none does not exist.");
    }

    [Theory]
    [InlineData("Cognito_Subject", 109, true)]
    [InlineData("Cognito_Subject", 110, false)]
    [InlineData("email", 119, true)]
    [InlineData("email", 120, false)]
    public async Task Provider_attribute_and_value_together_have_at_most_128_characters(string attribute, int length, bool links)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var answer = await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Okta", attribute, new string('x', length)));
        Assert.Equal(links ? null : "Invalid SourceUser: ProviderName, ProviderAttributeName and ProviderAttributeValue must not exceed 128 characters together", answer.Message);
    }
}
