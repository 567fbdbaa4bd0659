using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Pools;

internal sealed class DeleteUserPool : Operation
{
    public override StructureShape Input => PoolRequest.Shape;

    public override bool HasOutput => false;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        if (pool.Settings.DeletionProtection)
        {
            throw ServiceErrors.DeletionProtected();
        }

        call.State.Remove(pool);
    }
}
