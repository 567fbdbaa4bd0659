using CognitoUnlink.Aws.Tests.Credentials;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Regions;

public sealed class RegionTests : EnvironmentTests
{
    private static readonly GatewayOptions s_keys = new() { AccessKey = "AKIAGIVEN", SecretKey = "given" };

    [Fact]
    public async Task Region_settings_apply_in_the_documented_order()
    {
        Aws.Config("""
            [default]
            region = sa-east-1
            [profile named]
            region = eu-west-3
            aws_access_key_id = AKIANAMED
            aws_secret_access_key = named
            [profile ambient]
            region = eu-north-1
            """);
        Aws.Set("AWS_PROFILE", "ambient");
        Aws.Set("AWS_REGION", "us-west-1");
        Aws.Set("AWS_DEFAULT_REGION", "us-west-2");

        var everything = s_keys with { Region = "ap-south-1", SessionRegion = "ap-east-1", ProfileName = "named" };
        Assert.Equal("ap-south-1", (await SignAsync(everything)).Region);
        Assert.Equal("ap-east-1", (await SignAsync(everything with { Region = null })).Region);
        Assert.Equal("eu-west-3", (await SignAsync(everything with { Region = null, SessionRegion = "" })).Region);
        Assert.Equal("eu-north-1", (await SignAsync(s_keys)).Region);

        Aws.Set("AWS_PROFILE", null);
        Assert.Equal("sa-east-1", (await SignAsync(s_keys)).Region);

        Aws.Config("");
        Assert.Equal("us-west-1", (await SignAsync(s_keys)).Region);

        Aws.Set("AWS_REGION", null);
        Assert.Equal("us-west-2", (await SignAsync(s_keys)).Region);
    }

    [Fact]
    public async Task The_next_source_is_used_if_a_named_profile_has_no_region()
    {
        Aws.Credentials(Keys("named", "NAMED"));
        Aws.Set("AWS_REGION", "us-west-1");

        Assert.Equal("us-west-1", (await SignAsync(new GatewayOptions { ProfileName = "named" })).Region);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://127.0.0.1:9")]
    public void A_missing_region_is_an_error_with_or_without_an_endpoint(string? endpointUrl)
    {
        var error = Refuse(s_keys with { EndpointUrl = endpointUrl });

        Assert.Equal(CognitoErrorKind.RegionNotFound, error.Kind);
        Assert.Contains("AWS_REGION", error.Message, StringComparison.Ordinal);
        Assert.Contains("eu-west-1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ireland")]
    [InlineData("ireland")]
    [InlineData("eu_west_1")]
    [InlineData("eu-west-1/")]
    [InlineData("eu-west-1.evil.example#")]
    [InlineData("x-1")]
    public void A_malformed_region_is_refused_and_named(string region)
    {
        var error = Refuse(s_keys with { Region = region });

        Assert.Equal(CognitoErrorKind.RegionNotFound, error.Kind);
        Assert.StartsWith($"'{region}' (the region given) is not the name of an AWS region.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_for_a_malformed_region_in_the_environment_names_the_variable()
    {
        Aws.Set("AWS_REGION", "Ireland");

        Assert.StartsWith("'Ireland' (AWS_REGION) is not", Refuse(s_keys).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" eu-west-1 ")]
    [InlineData("EU-WEST-1")]
    [InlineData("Eu-West-1")]
    public void The_gateway_shows_its_region_without_spaces_and_in_lower_case(string written)
    {
        using var gateway = new CognitoGatewayFactory().Create(s_keys with { Region = written, PoolRegion = "eu-west-1" });

        Assert.Equal("eu-west-1", gateway.Place.Region);
    }
}
