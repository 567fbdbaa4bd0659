namespace CognitoUnlink.Pacing;

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
}
