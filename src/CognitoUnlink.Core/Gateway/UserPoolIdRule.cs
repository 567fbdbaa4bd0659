using System.Text.RegularExpressions;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

/// <summary>
/// The form of a user pool id.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html"/>
/// </summary>
public static partial class UserPoolIdRule
{
    /// <summary>Refuses an id that the service could not know.</summary>
    /// <param name="userPoolId">The id.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUserPoolId"/>.</exception>
    public static void Check(string userPoolId)
    {
        if (userPoolId.Length > 55 || !Form().IsMatch(userPoolId))
        {
            throw new UnlinkException(
                ErrorId.InvalidUserPoolId,
                $"'{userPoolId}' is not a user pool id.");
        }
    }

    /// <summary>The region that an id names before its underscore.</summary>
    /// <param name="userPoolId">The id.</param>
    /// <returns>Null when that is no region's name, as in ids of local pools.</returns>
    public static string? RegionOf(string userPoolId) =>
        userPoolId.Split('_')[0] is var prefix && RegionNameRule.IsWellFormed(prefix) ? prefix : null;

    /// <summary>Whether a text can hardly be anything but a user pool's id: it has the form, and begins with a region.</summary>
    /// <param name="text">The text.</param>
    public static bool HasRegion(string text) => text.Length <= 55 && Form().IsMatch(text) && RegionOf(text) is not null;

    [GeneratedRegex(@"\A[\w-]+_[0-9a-zA-Z]+\z")]
    private static partial Regex Form();
}

/// <summary>The form of a region's system name, which becomes part of a host name.</summary>
public static partial class RegionNameRule
{
    /// <summary>Whether a text could be the name of a region, known or not.</summary>
    /// <param name="name">The text.</param>
    public static bool IsWellFormed(string name) => Form().IsMatch(name);

    [GeneratedRegex(@"\A[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
