namespace CognitoUnlink.LocalPool.Quotas;

/// <summary>
/// Which quota each operation counts against.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
/// </summary>
internal static class QuotaCategories
{
    public const string UserRead = nameof(UserRead);
    private const string UserUpdate = nameof(UserUpdate);
    private const string UserList = nameof(UserList);
    private const string UserCreation = nameof(UserCreation);
    private const string UserAccountRecovery = nameof(UserAccountRecovery);
    private const string UserPoolRead = nameof(UserPoolRead);
    private const string UserPoolUpdate = nameof(UserPoolUpdate);
    private const string UserPoolResourceRead = nameof(UserPoolResourceRead);
    private const string UserPoolResourceUpdate = nameof(UserPoolResourceUpdate);

    private static readonly Dictionary<string, string> s_byOperation = new()
    {
        ["AdminAddUserToGroup"] = UserUpdate,
        ["AdminCreateUser"] = UserCreation,
        ["AdminDeleteUser"] = UserUpdate,
        ["AdminDisableUser"] = UserUpdate,
        ["AdminEnableUser"] = UserUpdate,
        ["AdminGetUser"] = UserRead,
        ["AdminLinkProviderForUser"] = UserUpdate,
        ["AdminSetUserPassword"] = UserAccountRecovery,
        ["AdminUpdateUserAttributes"] = UserUpdate,
        ["AdminUserGlobalSignOut"] = UserUpdate,
        ["CreateGroup"] = UserPoolResourceUpdate,
        ["CreateIdentityProvider"] = UserPoolResourceUpdate,
        ["CreateUserPool"] = UserPoolUpdate,
        ["DeleteIdentityProvider"] = UserPoolResourceUpdate,
        ["DeleteUserPool"] = UserPoolUpdate,
        ["DescribeIdentityProvider"] = UserPoolResourceRead,
        ["DescribeUserPool"] = UserPoolRead,
        ["ListIdentityProviders"] = UserPoolResourceRead,
        ["ListUserPools"] = UserPoolRead,
        ["ListUsers"] = UserList,
        ["ListUsersInGroup"] = UserList,
    };

    public static IEnumerable<string> All => s_byOperation.Values.Distinct().Order(StringComparer.Ordinal);

    /// <param name="operation">The operation.</param>
    /// <param name="unlinkCategory">That of AdminDisableProviderForUser, which no document tells.</param>
    public static string Of(string operation, string unlinkCategory) => s_byOperation.GetValueOrDefault(operation, unlinkCategory);
}
