using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

internal sealed class AdminUserGlobalSignOut : UserOperation
{
    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user) => user.SignedOut = call.Now;
}
