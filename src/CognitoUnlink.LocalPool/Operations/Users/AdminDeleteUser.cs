using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

internal sealed class AdminDeleteUser : UserOperation
{
    public override bool HasOutput => false;

    protected override void Execute(OperationCall call, Pool pool, User user) => pool.Remove(user);
}
