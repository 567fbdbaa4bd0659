using System.Text.RegularExpressions;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Regions;

/// <summary>Finds the region: what was said, then profiles, then the environment.</summary>
internal static partial class RegionFinder
{
    public static string Find(GatewayOptions options, Profiles profiles)
    {
        foreach (var (region, source) in Candidates(options, profiles))
        {
            if (Setting.OrNull(region) is { } found)
            {
                return Checked(found, source);
            }
        }

        throw new CognitoException(
            CognitoErrorKind.RegionNotFound,
            "No AWS region was found. Name one such as eu-west-1, give the profile a region, or set AWS_REGION.");
    }

    private static IEnumerable<(string? Region, string Source)> Candidates(GatewayOptions options, Profiles profiles)
    {
        yield return (options.Region, "the region given");
        yield return (options.SessionRegion, "the session's region");
        if (profiles.Requested is { } requested)
        {
            yield return (profiles.Required(requested, "named by the caller").Region?.SystemName, $"profile '{requested}'");
        }

        yield return (profiles.Find(profiles.Ambient)?.Region?.SystemName, $"profile '{profiles.Ambient}'");
        yield return (Setting.Read("AWS_REGION"), "AWS_REGION");
        yield return (Setting.Read("AWS_DEFAULT_REGION"), "AWS_DEFAULT_REGION");
    }

    // The region becomes part of a host name, and the SDK takes any text for one.
    private static string Checked(string region, string source) =>
        SystemName().IsMatch(region)
            ? region
            : throw new CognitoException(
                CognitoErrorKind.RegionNotFound,
                $"'{region}' ({source}) is not the name of an AWS region. Names look like eu-west-1.");

    [GeneratedRegex(@"\A[a-z]{2,}(-[a-z0-9]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex SystemName();
}
