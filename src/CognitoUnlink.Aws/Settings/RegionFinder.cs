using Amazon;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Settings;

/// <summary>
/// Finds the region: the specified one, then that of profiles, then of the environment, or else the one in the user pool's
/// id. An endpoint on this computer stands for any region, and a replica is in the specified region.
/// </summary>
internal static class RegionFinder
{
    public static Sourced<string> Find(GatewayOptions options, Profiles profiles, Uri? endpoint)
    {
        if (options.ReadsReplica && Setting.OrNull(options.Region) is null)
        {
            throw new CognitoException(CognitoErrorKind.RegionNotFound, "To read a replica, give its region. The region in the pool's id is the primary's.");
        }

        foreach (var (said, source) in Candidates(options, profiles))
        {
            if (Setting.OrNull(said) is not { } written)
            {
                continue;
            }

            // AWS.Tools accepts upper case too. Text that is not a region either way is shown as written.
            var region = written.ToLowerInvariant() is var lower && RegionNameRule.IsWellFormed(lower) ? lower : written;

            KnownRegions.Check(region, source, mayBeNewer: endpoint is not null || region == options.PoolRegion);
            return options.PoolRegion is not { } own || own == region || options.ReadsReplica || endpoint is { IsLoopback: true }
                ? new Sourced<string>(region, source)
                : throw new CognitoException(
                    CognitoErrorKind.RegionMismatch,
                    $"The user pool's id names the region {own}, but {source} says {region}. Nothing was sent. A replica of the pool in another region has the same id; it can only be read, and changes go to the primary pool.");
        }

        return options.PoolRegion is { } named ? new Sourced<string>(named, "the user pool's id") : throw new CognitoException(
            CognitoErrorKind.RegionNotFound,
            "No AWS region, such as eu-west-1, was found: none was given, and neither the profile nor AWS_REGION names one.");
    }

    private static IEnumerable<(string? Region, string Source)> Candidates(GatewayOptions options, Profiles profiles)
    {
        yield return (options.Region, "the region given");
        yield return (options.SessionRegion, "the session's region");
        if (profiles.Requested is { } requested)
        {
            yield return (profiles.Required(requested, saidBy: null).Region?.SystemName, Profiles.SourceNamed(requested));
        }

        foreach (var name in new[] { profiles.Effective, Profiles.Default, Profiles.LegacyDefault }.Distinct())
        {
            yield return (profiles.Find(name)?.Region?.SystemName, Profiles.SourceNamed(name));
        }

        yield return (Setting.Read("AWS_REGION"), "AWS_REGION");
        yield return (Setting.Read("AWS_DEFAULT_REGION"), "AWS_DEFAULT_REGION");
    }
}

/// <summary>The regions that the SDK knows. It accepts any text as one, and the text becomes part of a host name.</summary>
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
    /// Refuses text that is not a region, and suggests the most similar names; one that the SDK does not know yet may pass
    /// if something else vouches for it.
    /// </summary>
    public static void Check(string name, string source, bool mayBeNewer)
    {
        if (!RegionNameRule.IsWellFormed(name) || (!mayBeNewer && s_all.TrueForAll(region => region.SystemName != name)))
        {
            throw new CognitoException(
                CognitoErrorKind.RegionNotFound,
                $"'{name}' ({source}) is not the name of an AWS region. The nearest are {string.Join(", ", NearestTo(name))}. "
                + "A region that is newer than this program is accepted if the user pool's id begins with it, or if you give an endpoint URL.");
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
