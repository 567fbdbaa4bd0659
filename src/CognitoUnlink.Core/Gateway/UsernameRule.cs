using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Gateway;

/// <summary>
/// The form of a username, which the service answers with a regular expression otherwise.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html"/>
/// </summary>
public static class UsernameRule
{
    private const int Longest = 128;

    /// <summary>Refuses a name that no user can have.</summary>
    /// <param name="username">The name, or an alias.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUsername"/>.</exception>
    public static void Check(string username)
    {
        var why = username.Length > Longest ? $"is {username.Length} characters long"
            : username.Length > 0 && char.IsWhiteSpace(username[0]) ? "begins with a blank"
            : username.Length > 0 && char.IsWhiteSpace(username[^1]) ? "ends with a blank"
            : username.Any(char.IsWhiteSpace) ? "has a blank in it"
            : null;
        if (why is not null)
        {
            var shown = Printable.Of(username.Length > Longest ? username[..Longest] + "…" : username);
            throw new UnlinkException(ErrorId.InvalidUsername, $"Nothing was sent: the username '{shown}' {why}.");
        }
    }
}
