using CognitoUnlink.Aws.Tests.Credentials;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;

namespace CognitoUnlink.Aws.Tests.Regions;

public sealed class PoolRegionTests : EnvironmentTests
{
    private static readonly GatewayOptions s_keys = new() { AccessKey = "AKIAGIVEN", SecretKey = "given", PoolRegion = "eu-west-1" };

    [Theory]
    [InlineData("eu-west-1_AbC123", "eu-west-1")]
    [InlineData("us-gov-west-1_AbC123", "us-gov-west-1")]
    [InlineData("eu-future-9_AbC123", "eu-future-9")]
    [InlineData("local_4Ab", null)]
    [InlineData("my-pool_4Ab", null)]
    public void A_pool_id_contains_its_region(string userPoolId, string? region) => Assert.Equal(region, UserPoolIdRule.RegionOf(userPoolId));

    [Fact]
    public void The_error_for_a_region_that_contradicts_the_pool_id_names_both_regions()
    {
        var error = Refuse(s_keys with { Region = "us-east-1" });

        Assert.Equal(CognitoErrorKind.RegionMismatch, error.Kind);
        Assert.Equal("The user pool's id names the region eu-west-1, but the region given says us-east-1. Nothing was sent. A replica of the pool in another region has the same id; it can only be read, and changes go to the primary pool.", error.Message);
        Assert.Equal(FailureScope.Pool, error.Scope);
    }

    [Fact]
    public void A_region_in_the_environment_must_not_contradict_the_pool_id_either()
    {
        Aws.Set("AWS_REGION", "us-east-1");

        Assert.Contains("but AWS_REGION says us-east-1", Refuse(s_keys).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contradicting_region_is_refused_for_a_custom_endpoint_too() =>
        Assert.Equal(CognitoErrorKind.RegionMismatch, Refuse(s_keys with { Region = "us-east-1", EndpointUrl = "https://vpc.example" }).Kind);

    [Theory]
    [InlineData("us-east-1", null)]
    [InlineData("US-EAST-1", "https://vpc.example")]
    [InlineData("eu-west-1", null)]
    public async Task A_replica_is_read_in_the_given_region(string region, string? endpointUrl)
    {
        Aws.Set("AWS_REGION", "ap-south-1");
        var options = s_keys with { ReadsReplica = true, Region = region, EndpointUrl = endpointUrl };
        using var gateway = new CognitoGatewayFactory().Create(options);

        Assert.Equal(region.ToLowerInvariant(), (await SignAsync(options)).Region);
        Assert.Equal(endpointUrl is null ? $"cognito-idp.{region}.amazonaws.com" : "vpc.example", gateway.Endpoint.Host);
    }

    [Fact]
    public void A_replica_is_not_read_unless_its_region_is_given()
    {
        Aws.Set("AWS_REGION", "us-east-1");

        var error = Refuse(s_keys with { ReadsReplica = true, SessionRegion = "us-east-1" });

        Assert.Equal(CognitoErrorKind.RegionNotFound, error.Kind);
        Assert.StartsWith("To read a replica, give its region.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replica_cannot_be_in_an_unknown_region() =>
        Assert.Equal(CognitoErrorKind.RegionNotFound, Refuse(s_keys with { ReadsReplica = true, Region = "us-aest-1" }).Kind);

    [Fact]
    public async Task An_endpoint_on_this_computer_can_be_used_with_any_region() =>
        Assert.Equal("us-east-1", (await SignAsync(s_keys with { Region = "us-east-1" })).Region);

    [Theory]
    [InlineData("eu-wset-1", "eu-west-1")]
    [InlineData("us_east_1", "us-east-1")]
    [InlineData("EU-CENTRAL_1", "eu-central-1")]
    [InlineData("ireland", "eu-west-1")]
    [InlineData("Frankfurt", "eu-central-1")]
    [InlineData("us-gov-west1", "us-gov-west-1")]
    public void The_error_for_an_unknown_region_suggests_the_nearest_name(string region, string nearest)
    {
        var error = Refuse(s_keys with { PoolRegion = null, Region = region });

        Assert.Equal(CognitoErrorKind.RegionNotFound, error.Kind);
        Assert.Contains($"The nearest are {nearest}, ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-future-9", null)]
    [InlineData(null, "https://cognito.example")]
    public async Task A_region_unknown_to_the_SDK_is_accepted_with_a_matching_pool_id_or_a_custom_endpoint(string? poolRegion, string? endpointUrl)
    {
        var options = s_keys with { PoolRegion = poolRegion, Region = "eu-future-9", EndpointUrl = endpointUrl };
        using var gateway = new CognitoGatewayFactory().Create(options);

        Assert.Equal("eu-future-9", endpointUrl is null ? gateway.Place.Region : (await SignAsync(options)).Region);
    }
}
