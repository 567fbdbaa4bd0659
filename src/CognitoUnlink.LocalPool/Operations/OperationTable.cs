using CognitoUnlink.LocalPool.Operations.Identities;
using CognitoUnlink.LocalPool.Operations.Users;

namespace CognitoUnlink.LocalPool.Operations;

/// <summary>The operations that the local user pool knows.</summary>
internal static class OperationTable
{
    private static readonly Dictionary<string, Operation> s_byName = new Operation[]
    {
        new AdminAddUserToGroup(),
        new AdminCreateUser(),
        new AdminDeleteUser(),
        new AdminDisableProviderForUser(),
        new AdminDisableUser(),
        new AdminEnableUser(),
        new AdminGetUser(),
        new AdminGetUserAuthFactors(),
        new AdminLinkProviderForUser(),
        new AdminListGroupsForUser(),
        new AdminRemoveUserFromGroup(),
        new AdminResetUserPassword(),
        new AdminSetUserMFAPreference(),
        new AdminSetUserPassword(),
        new AdminUpdateUserAttributes(),
        new AdminUserGlobalSignOut(),
        new CreateGroup(),
        new CreateIdentityProvider(),
        new CreateUserPool(),
        new CreateUserPoolClient(),
        new DeleteGroup(),
        new DeleteIdentityProvider(),
        new DeleteUserPool(),
        new DeleteUserPoolClient(),
        new DescribeIdentityProvider(),
        new DescribeUserPool(),
        new DescribeUserPoolClient(),
        new GetGroup(),
        new ListGroups(),
        new ListIdentityProviders(),
        new ListUserPoolClients(),
        new ListUserPools(),
        new ListUsers(),
        new ListUsersInGroup(),
        new UpdateIdentityProvider(),
        new UpdateUserPool(),
        new UpdateUserPoolClient(),
    }.ToDictionary(static operation => operation.Name);

    public static IEnumerable<string> Names => s_byName.Keys;

    public static Operation? Find(string name) => s_byName.GetValueOrDefault(name);
}
