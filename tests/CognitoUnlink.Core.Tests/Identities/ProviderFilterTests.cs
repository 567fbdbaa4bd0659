using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Core.Tests.Identities;

public class ProviderFilterTests
{
    [Theory]
    [InlineData("Okta", "Okta", true)]
    [InlineData("Okta", "okta", false)]
    [InlineData("Okta", "Okta2", false)]
    [InlineData("Okta*", "Okta-EU", true)]
    [InlineData("*", "anything at all", true)]
    [InlineData("Okt?", "Okta", true)]
    [InlineData("Okt?", "Okt", false)]
    [InlineData("Okta-[EU]?", "Okta-US", true)]
    [InlineData("Okta-[A-D]*", "Okta-US", false)]
    [InlineData("A.B", "AxB", false)]
    [InlineData("A+B (x)", "A+B (x)", true)]
    [InlineData("A`*B", "A*B", true)]
    [InlineData("A`*B", "AxB", false)]
    [InlineData("A[1]", "A[1]", true)]
    [InlineData("A[1]", "A1", true)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[^a]x", "bx", false)]
    [InlineData("[`]]x", "]x", true)]
    [InlineData("[a`-c]", "b", false)]
    [InlineData("[a`-c]", "-", true)]
    [InlineData("Zürich*", "Zürich SSO", true)]
    public void Names_are_matched_with_wildcards_and_case_matters(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new ProviderFilter([pattern]).IsMatch(name));

    [Theory]
    [InlineData("Okta[")]
    [InlineData("[z-a]")]
    [InlineData("[`]")]
    public void An_invalid_pattern_is_an_error(string pattern) =>
        Assert.Equal(ErrorId.InvalidProviderPattern, Assert.Throws<UnlinkException>(() => new ProviderFilter([pattern])).ErrorId);

    [Fact]
    public void Without_names_every_provider_matches() => Assert.True(new ProviderFilter([]).IsMatch("Okta"));

    [Fact]
    public void Matching_any_of_several_names_is_enough()
    {
        var filter = new ProviderFilter(["Okta", "Goo*"]);

        Assert.True(filter.IsMatch("Google"));
        Assert.True(filter.IsMatch("Okta"));
        Assert.False(filter.IsMatch("AzureAD"));
        Assert.False(filter.HasUnmatched);
    }

    [Fact]
    public void An_unknown_name_is_reported_once_with_the_known_names()
    {
        var filter = new ProviderFilter(["Octa"]);
        filter.IsMatch("Okta");

        var problem = Assert.Single(filter.TakeUnknown("eu-west-1_x", ["Okta", "Google"]));

        Assert.Equal(ErrorId.ProviderNotFound, problem.ErrorId);
        Assert.Equal("User pool eu-west-1_x has no identity provider 'Octa'. Its providers are: Google, Okta.", problem.Message);
        Assert.Empty(filter.TakeUnknown("eu-west-1_x", ["Okta", "Google"]));
    }

    [Fact]
    public void Names_that_differ_only_in_case_are_suggested()
    {
        var problem = Assert.Single(new ProviderFilter(["okta*"]).TakeUnknown("eu-west-1_x", ["Okta", "Okta-EU", "Google"]));

        Assert.Contains("Did you mean 'Okta' or 'Okta-EU'?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_matched_an_identity_is_known_even_if_its_provider_is_deleted()
    {
        var filter = new ProviderFilter(["Retired"]);
        filter.IsMatch("Retired");

        Assert.Empty(filter.TakeUnknown("eu-west-1_x", ["Okta"]));
    }

    [Theory]
    [InlineData("Okta", "Okta")]
    [InlineData("A[1]*?", "A`[1`]`*`?")]
    [InlineData("A`B", "A``B")]
    public void An_escaped_name_matches_only_itself(string name, string pattern)
    {
        Assert.Equal(pattern, ProviderPattern.Escape(name));
        Assert.True(new ProviderPattern(pattern).IsMatch(name));
        Assert.False(new ProviderPattern(pattern).IsMatch("A1xx"));
    }
}
