using System.Text.RegularExpressions;

namespace CognitoUnlink.Gateway;

/// <summary>The form of a region's system name, which becomes part of a host name.</summary>
public static partial class RegionNameRule
{
    /// <summary>Whether a text could be the name of a region, known or not.</summary>
    /// <param name="name">The text.</param>
    public static bool IsWellFormed(string name) => Form().IsMatch(name);

    [GeneratedRegex(@"\A[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
