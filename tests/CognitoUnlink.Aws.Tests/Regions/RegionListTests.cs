using CognitoUnlink.Gateway;
using CognitoUnlink.Input;

namespace CognitoUnlink.Aws.Tests.Regions;

public sealed class RegionListTests
{
    [Fact]
    public void Regions_with_user_pools_are_listed_with_their_names()
    {
        var regions = new CognitoGatewayFactory().ListRegions().ToDictionary(region => region.SystemName, region => region.DisplayName);

        Assert.Equal("Europe (Ireland)", regions["eu-west-1"]);
        Assert.Contains("us-gov-west-1", regions);
        Assert.DoesNotContain("us-iso-east-1", regions);
        Assert.All(regions, region => Assert.True(RegionNameRule.IsWellFormed(region.Key) && region.Value.Length > 0));
    }
}
