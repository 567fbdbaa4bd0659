using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Identities;

internal sealed class CreateIdentityProvider : Operation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("ProviderName", Shapes.ProviderNameTypeV2, Required: true),
        new("ProviderType", Shapes.IdentityProviderTypeType, Required: true),
        new("ProviderDetails", Shapes.ProviderDetailsType, Required: true),
        new("AttributeMapping", Shapes.AttributeMappingType),
        new("IdpIdentifiers", Shapes.IdpIdentifiersListType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var name = call.Required("ProviderName");
        var type = call.Required("ProviderType");
        if (pool.FindProvider(name) is not null)
        {
            throw ServiceErrors.ProviderExists(name);
        }

        if (ProviderTypes.IsSocial(type) && name != type)
        {
            throw ServiceErrors.SocialProviderName(type);
        }

        var details = call.Map("ProviderDetails");
        var provider = new IdentityProvider
        {
            Name = name,
            Type = type,
            Issuer = type == ProviderTypes.Saml ? SamlMetadata.EntityId(details) : null,
            Details = details,
            AttributeMapping = call.Map("AttributeMapping"),
            Identifiers = call.Texts("IdpIdentifiers"),
            Created = call.Now,
        };
        pool.Add(provider);
        ProviderWriter.Write(call, pool, provider);
    }
}
