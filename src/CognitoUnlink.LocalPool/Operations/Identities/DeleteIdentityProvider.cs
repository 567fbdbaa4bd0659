using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Identities;

/// <summary>Links and profiles of the provider stay.</summary>
internal sealed class DeleteIdentityProvider : Operation
{
    public override StructureShape Input => ProviderRequest.Shape;

    public override bool HasOutput => false;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var name = call.Required("ProviderName");
        pool.Remove(pool.FindProvider(name) ?? throw ServiceErrors.ProviderDoesNotExist(name));
    }
}
