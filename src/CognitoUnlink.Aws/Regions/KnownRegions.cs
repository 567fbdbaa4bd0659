using Amazon;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Regions;

/// <summary>The regions that the SDK knows. It takes any text for one, and the text becomes part of a host name.</summary>
internal static class KnownRegions
{
    private const int Shown = 3;

    private static readonly List<RegionEndpoint> s_all =
        [.. RegionEndpoint.EnumerableAllRegions.Where(region => RegionNameRule.IsWellFormed(region.SystemName))];

    // The endpoints that botocore lists for cognito-idp: all regions of these partitions, and none of the others.
    // https://github.com/boto/botocore/blob/1.43.11/botocore/data/endpoints.json
    private static readonly string[] s_partitions = ["aws", "aws-eusc", "aws-us-gov"];

    /// <summary>The regions of user pools that are known here.</summary>
    public static IReadOnlyList<KnownRegion> WithUserPools =>
        [.. s_all.Where(region => s_partitions.Contains(region.PartitionName)).Select(region => new KnownRegion(region.SystemName, region.DisplayName))];

    /// <summary>
    /// Refuses a text that names no region, with the names that are most like it; one that the SDK does not know yet may pass
    /// when something else vouches for it.
    /// </summary>
    public static void Check(string name, string source, bool mayBeNewer)
    {
        if (!RegionNameRule.IsWellFormed(name) || (!mayBeNewer && s_all.TrueForAll(region => region.SystemName != name)))
        {
            throw new CognitoException(
                CognitoErrorKind.RegionNotFound,
                $"'{name}' ({source}) is not the name of an AWS region. The nearest are {string.Join(", ", NearestTo(name))}. "
                + "One that is newer than this program is taken when the user pool's id begins with it, or with an endpoint URL.");
        }
    }

    private static IEnumerable<string> NearestTo(string name)
    {
        var text = name.ToLowerInvariant().Replace('_', '-');
        return s_all
            .OrderBy(region => region.DisplayName.Contains(text, StringComparison.OrdinalIgnoreCase) ? 0 : NearNames.Distance(text, region.SystemName))
            .ThenBy(region => region.SystemName, StringComparer.Ordinal)
            .Select(region => region.SystemName)
            .Take(Shown);
    }
}
