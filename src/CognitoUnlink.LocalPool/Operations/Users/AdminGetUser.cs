using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

internal sealed class AdminGetUser : UserOperation
{
    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user) =>
        UserWriter.WriteMembers(call.Output, user, pool, "UserAttributes");
}
