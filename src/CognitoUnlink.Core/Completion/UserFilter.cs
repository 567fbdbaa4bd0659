namespace CognitoUnlink.Completion;

/// <summary>
/// Filters of ListUsers.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html"/>
/// </summary>
public static class UserFilter
{
    /// <summary>The filter for users whose name begins with a text.</summary>
    /// <param name="prefix">The text, exact in case.</param>
    /// <returns>Null when everybody's does.</returns>
    public static string? UsernameBegins(string prefix) =>
        prefix.Length == 0 ? null : $"username ^= \"{prefix.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
