using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

internal sealed class AdminDisableUser : UserOperation
{
    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        user.Enabled = false;
        user.LastModified = call.Now;
    }
}
