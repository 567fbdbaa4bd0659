namespace CognitoUnlink.Calling;

/// <summary>
/// What the service counts a request against: a quota of requests a second for all applications of an account in a region.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html"/>
/// </summary>
public enum QuotaCategory
{
    /// <summary>Changes of users: AdminLinkProviderForUser, AdminUserGlobalSignOut, and so AdminDisableProviderForUser, which the documentation leaves out.</summary>
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

    /// <summary>AdminSetUserPassword, beside what people need who forgot theirs.</summary>
    UserAccountRecovery,
}

/// <summary>
/// The quotas of an account for which nothing was raised.
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

        // Of the 20 and the 15 of these categories, each operation has no more than five for each pool.
        QuotaCategory.UserPoolResourceRead or QuotaCategory.UserPoolClientRead or QuotaCategory.UserPoolClientUpdate => 5,
        QuotaCategory.UserAccountRecovery => 30,
        QuotaCategory.UserPoolRead => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, null),
    };
}
