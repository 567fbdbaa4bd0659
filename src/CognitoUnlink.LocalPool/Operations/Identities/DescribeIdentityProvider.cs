using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Identities;

internal sealed class DescribeIdentityProvider : Operation
{
    public override StructureShape Input => ProviderRequest.Shape;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var name = call.Required("ProviderName");
        ProviderWriter.Write(call, pool, pool.FindProvider(name) ?? throw ServiceErrors.ProviderDoesNotExist(name));
    }
}
