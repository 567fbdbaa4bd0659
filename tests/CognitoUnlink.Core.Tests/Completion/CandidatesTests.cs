using CognitoUnlink.Completion;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Core.Tests.Completion;

public sealed class CandidatesTests
{
    private static readonly UserPool[] s_pools =
    [
        new() { UserPoolId = "eu-west-1_AbC", Name = "production" },
        new() { UserPoolId = "eu-west-1_XyZ", Name = "test" },
        new() { UserPoolId = "eu-west-1_None" },
    ];

    private static readonly IdentityProvider[] s_providers =
    [
        new() { ProviderName = "Okta", ProviderType = "SAML" },
        new() { ProviderName = "okta-oidc", ProviderType = "OIDC" },
        new() { ProviderName = "Google", ProviderType = "Google" },
    ];

    [Theory]
    [InlineData("", "eu-west-1_AbC eu-west-1_XyZ eu-west-1_None")]
    [InlineData("EU-west-1_x", "eu-west-1_XyZ")]
    [InlineData("prod", "eu-west-1_AbC")]
    [InlineData("duct", "")]
    public void Pools_are_found_by_the_start_of_their_id_or_name(string word, string ids) =>
        Assert.Equal(ids, string.Join(' ', Candidates.OfUserPools(s_pools, word).Select(found => found.Value)));

    [Fact]
    public void Pools_are_shown_with_their_name_and_local_pools_with_their_address()
    {
        Assert.Equal(["production", "test", "eu-west-1_None"], Candidates.OfUserPools(s_pools, "").Select(found => found.ToolTip));
        var local = new LocalUserPool("us-east-1_LocalPool", "http://127.0.0.1:9229/", "us-east-1", "local", "secret-CANARY");
        Assert.Equal([new("us-east-1_LocalPool", "local user pool at http://127.0.0.1:9229/")], Candidates.OfLocalUserPools([local], "us"));
        Assert.Empty(Candidates.OfLocalUserPools([local], "eu"));
    }

    [Theory]
    [InlineData("OK", null, "Okta/SAML okta-oidc/OIDC")]
    [InlineData("", "OIDC", "okta-oidc/OIDC")]
    [InlineData("", "SAML", "Okta/SAML")]
    [InlineData("Goo", "SAML", "")]
    public void Providers_are_shown_with_their_type_and_can_be_limited_to_one_type(string word, string? type, string found) =>
        Assert.Equal(found, string.Join(' ', Candidates.OfProviders(s_providers, word, type).Select(provider => $"{provider.Value}/{provider.ToolTip}")));

    [Theory]
    [InlineData("CONFIRMED", true, null, "CONFIRMED")]
    [InlineData("CONFIRMED", false, "[]", "CONFIRMED, disabled")]
    [InlineData("CONFIRMED", null, """[{"userId":"secret-CANARY","providerName":"Okta"},{"userId":"2","providerName":"Google"}]""", "CONFIRMED; Okta, Google")]
    [InlineData("CONFIRMED", true, "{", "CONFIRMED; identities that cannot be read")]
    [InlineData(null, null, null, "ann")]
    public void Users_are_shown_with_their_status_and_providers(string? status, bool? enabled, string? identities, string toolTip)
    {
        var user = new CognitoUser { Username = "ann", UserStatus = status, Enabled = enabled, Identities = identities };

        Assert.Equal([new("ann", toolTip)], Candidates.OfUsers([user], "a"));
        Assert.Empty(Candidates.OfUsers([user], "A"));
    }

    [Fact]
    public void Profiles_and_regions_are_shown_with_a_description()
    {
        Assert.Equal([new("Dev", "SSO")], Candidates.OfProfiles([new("Dev", "SSO"), new("prod", "keys")], "d"));
        Assert.Equal([new("eu-west-1", "Europe (Ireland)")], Candidates.OfRegions([new("us-east-1", "US East"), new("eu-west-1", "Europe (Ireland)")], "eu"));
    }
}
