namespace CognitoUnlink.Calling;

/// <summary>
/// The quota that a request counts against, in requests per second for all applications of an account in a region.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html"/>
/// </summary>
public enum QuotaCategory
{
    /// <summary>Changes to users: AdminLinkProviderForUser, AdminUserGlobalSignOut, and so AdminDisableProviderForUser, which the documentation omits.</summary>
    UserUpdate,

    /// <summary>AdminGetUser and AdminGetUserAuthFactors.</summary>
    UserRead,

    /// <summary>ListUsers and ListUsersInGroup.</summary>
    UserList,

    /// <summary>ListIdentityProviders and DescribeIdentityProvider.</summary>
    UserPoolResourceRead,

    /// <summary>ListUserPools and DescribeUserPool.</summary>
    UserPoolRead,

    /// <summary>ListUserPoolClients and DescribeUserPoolClient.</summary>
    UserPoolClientRead,

    /// <summary>UpdateUserPoolClient.</summary>
    UserPoolClientUpdate,

    /// <summary>AdminSetUserPassword, along with the operations for forgotten passwords.</summary>
    UserAccountRecovery,
}

/// <summary>
/// The default quotas of an account, without increases.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html"/>
/// </summary>
public static class DefaultQuotas
{
    /// <summary>Where they are documented.</summary>
    public const string Documentation = "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html";

    /// <summary>The quota of a category, in requests a second.</summary>
    /// <param name="category">The category.</param>
    public static double RequestsPerSecond(QuotaCategory category) => category switch
    {
        QuotaCategory.UserUpdate => 25,
        QuotaCategory.UserRead => 120,
        QuotaCategory.UserList => 30,

        // These categories have 20 and 15, but each operation is limited to five per pool.
        QuotaCategory.UserPoolResourceRead or QuotaCategory.UserPoolClientRead or QuotaCategory.UserPoolClientUpdate => 5,
        QuotaCategory.UserAccountRecovery => 30,
        QuotaCategory.UserPoolRead => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, null),
    };
}
