using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Users;

/// <summary>An operation on one user, found by username, or for native users by sub or alias.</summary>
internal abstract class UserOperation : Operation
{
    public override StructureShape Input => Shapes.UserRequest;

    /// <summary>False for an operation that changes nothing that lists show.</summary>
    protected virtual bool ChangesUser => true;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var user = pool.Users.Find(call.Required("Username")) ?? throw ServiceErrors.UserDoesNotExist();
        if (ChangesUser)
        {
            pool.BeforeChange(user, call.Now);
        }

        Execute(call, pool, user);
    }

    protected abstract void Execute(OperationCall call, Pool pool, User user);
}
