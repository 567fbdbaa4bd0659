namespace CognitoUnlink.Identities;

/// <summary>
/// By which attributes ListUsers finds the user whom a name means.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api"/>
/// </summary>
internal static class UserNaming
{
    public const string Username = "username";
    public const string Sub = "sub";
    public const string Email = "email";
    public const string PhoneNumber = "phone_number";
    public const string PreferredUsername = "preferred_username";

    /// <summary>What a name may be where it is nobody's username.</summary>
    /// <param name="name">The name.</param>
    public static string OtherAttribute(string name) =>
        Guid.TryParse(name, out _) ? Sub
        : name.Contains('@', StringComparison.Ordinal) ? Email
        : name.StartsWith('+') ? PhoneNumber
        : PreferredUsername;
}
