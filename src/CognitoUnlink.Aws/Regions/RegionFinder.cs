using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Regions;

/// <summary>
/// Finds the region: what was said, then profiles, then the environment, and what the user pool's id says when nothing
/// else does. An endpoint on this computer stands for any region, and a replica is in the region that is given.
/// </summary>
internal static class RegionFinder
{
    public static Sourced<string> Find(GatewayOptions options, Profiles profiles, Uri? endpoint)
    {
        if (options.ReadsReplica && Setting.OrNull(options.Region) is null)
        {
            throw new CognitoException(CognitoErrorKind.RegionNotFound, "A replica was asked for, and its region was not given. The region in the pool's id is the primary's.");
        }

        foreach (var (said, source) in Candidates(options, profiles))
        {
            if (Setting.OrNull(said) is not { } written)
            {
                continue;
            }

            // AWS.Tools takes upper case too. What is no region either way is named as it was written.
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
            "No AWS region was found. One such as eu-west-1 may be given, be the profile's, or stand in AWS_REGION.");
    }

    private static IEnumerable<(string? Region, string Source)> Candidates(GatewayOptions options, Profiles profiles)
    {
        yield return (options.Region, "the region given");
        yield return (options.SessionRegion, "the session's region");
        if (profiles.Requested is { } requested)
        {
            yield return (profiles.Required(requested, "named by the caller").Region?.SystemName, Profile(requested));
        }

        foreach (var name in new[] { profiles.Effective, Profiles.Default, Profiles.LegacyDefault }.Distinct())
        {
            yield return (profiles.Find(name)?.Region?.SystemName, Profile(name));
        }

        yield return (Setting.Read("AWS_REGION"), "AWS_REGION");
        yield return (Setting.Read("AWS_DEFAULT_REGION"), "AWS_DEFAULT_REGION");
    }

    private static string Profile(string name) => NamedCredentials.SourceOfProfile(name);
}
