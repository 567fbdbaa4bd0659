using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Identities;

internal static class ProviderRequest
{
    public static readonly StructureShape Shape = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("ProviderName", Shapes.ProviderNameType, Required: true));
}
