using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Pools;

internal static class PoolRequest
{
    public static readonly StructureShape Shape = new(new Field("UserPoolId", Shapes.UserPoolIdType, Required: true));
}
