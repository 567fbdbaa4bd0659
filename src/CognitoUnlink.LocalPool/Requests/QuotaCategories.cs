namespace CognitoUnlink.LocalPool.Requests;

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
    public const string UserResourceRead = nameof(UserResourceRead);
    private const string UserAuthentication = nameof(UserAuthentication);
    private const string UserPoolClientRead = nameof(UserPoolClientRead);
    private const string UserPoolClientUpdate = nameof(UserPoolClientUpdate);
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
        ["AdminGetUserAuthFactors"] = UserRead,
        ["AdminInitiateAuth"] = UserAuthentication,
        ["AdminLinkProviderForUser"] = UserUpdate,
        ["AdminListGroupsForUser"] = UserResourceRead,
        ["AdminRemoveUserFromGroup"] = UserUpdate,
        ["AdminResetUserPassword"] = UserAccountRecovery,
        ["AdminSetUserMFAPreference"] = UserUpdate,
        ["AdminSetUserPassword"] = UserAccountRecovery,
        ["AdminUpdateUserAttributes"] = UserUpdate,
        ["AdminUserGlobalSignOut"] = UserUpdate,
        ["CreateGroup"] = UserPoolResourceUpdate,
        ["CreateIdentityProvider"] = UserPoolResourceUpdate,
        ["CreateUserPool"] = UserPoolUpdate,
        ["CreateUserPoolClient"] = UserPoolClientUpdate,
        ["DeleteGroup"] = UserPoolResourceUpdate,
        ["DeleteIdentityProvider"] = UserPoolResourceUpdate,
        ["DeleteUserPool"] = UserPoolUpdate,
        ["DeleteUserPoolClient"] = UserPoolClientUpdate,
        ["DescribeIdentityProvider"] = UserPoolResourceRead,
        ["DescribeUserPool"] = UserPoolRead,
        ["DescribeUserPoolClient"] = UserPoolClientRead,
        ["GetGroup"] = UserPoolResourceRead,
        ["ListGroups"] = UserPoolResourceRead,
        ["ListIdentityProviders"] = UserPoolResourceRead,
        ["ListUserPoolClients"] = UserPoolClientRead,
        ["ListUserPools"] = UserPoolRead,
        ["ListUsers"] = UserList,
        ["ListUsersInGroup"] = UserList,
        ["UpdateIdentityProvider"] = UserPoolResourceUpdate,
        ["UpdateUserPool"] = UserPoolUpdate,
        ["UpdateUserPoolClient"] = UserPoolClientUpdate,
    };

    public static IEnumerable<string> All => s_byOperation.Values.Distinct().Order(StringComparer.Ordinal);

    /// <param name="operation">The operation.</param>
    /// <param name="unlinkCategory">That of AdminDisableProviderForUser, which no document tells.</param>
    public static string Of(string operation, string unlinkCategory) => s_byOperation.GetValueOrDefault(operation, unlinkCategory);
}
