using CognitoUnlink.Aws.Tests.Credentials;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Regions;

/// <summary>Each source of a region alone, and each pair: the region from the earlier source is in the scope of the signature.</summary>
public sealed class RegionMatrixTests : EnvironmentTests
{
    private static readonly (string Name, string Region)[] s_sources =
    [
        ("-Region", "ap-south-1"),
        ("$StoredAWSRegion", "ap-east-1"),
        ("-ProfileName", "eu-west-3"),
        ("AWS_PROFILE", "eu-north-1"),
        ("profile default", "sa-east-1"),
        ("profile AWS PS Default", "ca-central-1"),
        ("AWS_REGION", "us-west-1"),
        ("AWS_DEFAULT_REGION", "us-west-2"),
        ("pool id", "me-south-1"),
    ];

    public static TheoryData<string, string> Pairs => [.. s_sources.SelectMany(
        (first, index) => s_sources[index..].Select(second => (first.Name, second.Name)))];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_request_is_signed_for_the_region_from_the_earlier_source(string first, string second)
    {
        var options = new GatewayOptions { AccessKey = "AKIAGIVEN", SecretKey = "given" };
        foreach (var name in new[] { first, second }.Distinct())
        {
            options = Give(name, options);
        }

        // -ProfileName replaces AWS_PROFILE completely.
        Assert.Equal(s_sources.Single(source => source.Name == first).Region, (await SignAsync(options)).Region);
    }

    private GatewayOptions Give(string name, GatewayOptions options)
    {
        var region = s_sources.Single(source => source.Name == name).Region;
        switch (name)
        {
            case "-Region":
                return options with { Region = region };
            case "$StoredAWSRegion":
                return options with { SessionRegion = region };
            case "-ProfileName":
                Profile("[profile named]", region);
                return options with { ProfileName = "named" };
            case "AWS_PROFILE":
                Profile("[profile ambient]", region);
                Aws.Set("AWS_PROFILE", "ambient");
                return options;
            case "pool id":
                return options with { PoolRegion = region };
            case "AWS_REGION" or "AWS_DEFAULT_REGION":
                Aws.Set(name, region);
                return options;
            default:
                Profile(name == "profile default" ? "[default]" : "[profile AWS PS Default]", region);
                return options;
        }
    }

    private void Profile(string section, string region) => Aws.Config(File.ReadAllText(Aws.ConfigPath) + $"{section}\nregion = {region}\n");
}
