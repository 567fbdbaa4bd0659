using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Core.Tests.Identities;

public class IdentitiesReaderTests
{
    private static IReadOnlyList<IdentityEntry> Read(string? text) =>
        IdentitiesReader.Read(new CognitoUser { Username = "alice", Identities = text });

    [Fact]
    public void A_linked_identity_is_read_as_the_service_writes_it()
    {
        var entry = Assert.Single(Read("""[{"userId":"98765432101234567890","providerName":"Facebook","providerType":"Facebook","issuer":null,"primary":false,"dateCreated":1824098349210}]"""));

        Assert.Equal("98765432101234567890", entry.UserId);
        Assert.Equal("Facebook", entry.ProviderName);
        Assert.Equal("Facebook", entry.ProviderType);
        Assert.Null(entry.Issuer);
        Assert.False(entry.Primary);
        Assert.Equal(new DateTime(2027, 10, 21, 5, 59, 9, 210, DateTimeKind.Utc), entry.DateCreated);
    }

    [Fact]
    public void Booleans_and_numbers_may_be_strings_as_in_tokens()
    {
        var entry = Assert.Single(Read("""[{"userId":"Bob@Corp.example","providerName":"AzureAD","providerType":"SAML","issuer":"https://sts.windows.net/x/","primary":"true","dateCreated":"1720531919374"}]"""));

        Assert.True(entry.Primary);
        Assert.Equal(2024, entry.DateCreated!.Value.Year);
        Assert.Equal(DateTimeKind.Utc, entry.DateCreated!.Value.Kind);
    }

    [Fact]
    public void Numbers_may_have_an_exponent_and_subjects_may_be_numbers()
    {
        var entry = Assert.Single(Read("""[{"userId":10987,"providerName":"Google","dateCreated":1.72053191E12}]"""));

        Assert.Equal("10987", entry.UserId);
        Assert.Equal(2024, entry.DateCreated!.Value.Year);
    }

    [Fact]
    public void Missing_null_invalid_and_unknown_fields_are_ignored()
    {
        var entry = Assert.Single(Read("""[{"userId":"x","providerName":"Okta","providerType":null,"primary":"perhaps","dateCreated":"soon","tenant":{"id":7}}]"""));

        Assert.Null(entry.ProviderType);
        Assert.Null(entry.Primary);
        Assert.Null(entry.DateCreated);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("[]")]
    [InlineData(" [ ] ")]
    [InlineData("null")]
    public void No_identities_give_no_entries(string? text) => Assert.Empty(Read(text));

    [Theory]
    [InlineData("{")]
    [InlineData("[{]")]
    [InlineData("\"Okta\"")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[\"Okta\"]")]
    [InlineData("[{}]")]
    [InlineData("""[{"userId":"x"}]""")]
    [InlineData("""[{"userId":"","providerName":"Okta"}]""")]
    [InlineData("""[{"userId":"x","providerName":null}]""")]
    [InlineData("""[{"userId":"x","providerName":"Okta"}] and more""")]
    public void Malformed_identities_are_an_error_that_names_the_user(string text)
    {
        var problem = Assert.Throws<UnlinkException>(() => Read(text));

        Assert.Equal(ErrorId.MalformedIdentities, problem.ErrorId);
        Assert.Contains("'alice'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1e300")]
    [InlineData("253402300800000")]
    public void A_date_out_of_range_is_ignored(string number) =>
        Assert.Null(Assert.Single(Read($$"""[{"userId":"x","providerName":"Okta","dateCreated":{{number}}}]""")).DateCreated);

    [Fact]
    public void Subjects_are_kept_exactly()
    {
        var entry = Assert.Single(Read("""[{"userId":"Zoë_O'Brien/\"x\" \u00fc","providerName":"Okta"}]"""));

        Assert.Equal("Zoë_O'Brien/\"x\" ü", entry.UserId);
    }

    [Fact]
    public void A_copy_with_other_identities_is_read_again()
    {
        var user = new CognitoUser { Username = "carlos", Identities = """[{"userId":"a","providerName":"Okta"}]""" };
        var before = IdentitiesReader.Read(user);

        Assert.Same(before, IdentitiesReader.Read(user with { Enabled = false }));
        Assert.Equal("b", Assert.Single(IdentitiesReader.Read(user with { Identities = """[{"userId":"b","providerName":"Okta"}]""" })).UserId);
        Assert.Empty(IdentitiesReader.Read(user with { Identities = null }));
    }
}
