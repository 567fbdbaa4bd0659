using System.Text.RegularExpressions;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Input;

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

    [GeneratedRegex(@"\A[\w-]+_[0-9a-zA-Z]+\z")]
    private static partial Regex Form();
}
