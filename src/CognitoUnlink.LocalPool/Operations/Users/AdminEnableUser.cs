using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

internal sealed class AdminEnableUser : UserOperation
{
    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        user.Enabled = true;
        user.PasswordSignIn |= pool.Settings.Behavior.NativeReactivation == NativeReactivation.EnableUser;
        user.LastModified = call.Now;
    }
}
