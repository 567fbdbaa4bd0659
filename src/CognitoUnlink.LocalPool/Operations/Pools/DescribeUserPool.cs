using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Pools;

internal sealed class DescribeUserPool : Operation
{
    public override StructureShape Input => PoolRequest.Shape;

    public override void Execute(OperationCall call) => PoolWriter.Write(call, call.Pool);
}
