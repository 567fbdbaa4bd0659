using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

internal sealed class AdminDeleteUser : UserOperation
{
    public override bool HasOutput => false;

    protected override void Execute(OperationCall call, Pool pool, User user) => pool.Remove(user);
}

internal sealed class AdminDisableUser : UserOperation
{
    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        user.Enabled = false;
        user.LastModified = call.Now;
    }
}

internal sealed class AdminEnableUser : UserOperation
{
    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        user.Enabled = true;
        user.PasswordSignIn |= pool.Settings.Behavior.NativeReactivation == NativeReactivation.EnableUser;
        user.LastModified = call.Now;
    }
}

internal sealed class AdminUserGlobalSignOut : UserOperation
{
    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user) => user.SignedOut = call.Now;
}
