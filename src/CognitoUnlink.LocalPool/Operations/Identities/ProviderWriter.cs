using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Identities;

internal static class ProviderWriter
{
    /// <summary>The member IdentityProvider; as in the service it shows client secrets.</summary>
    public static void Write(OperationCall call, Pool pool, IdentityProvider provider)
    {
        var writer = call.Output;
        writer.WriteStartObject("IdentityProvider");
        writer.WriteString("UserPoolId", pool.Id);
        writer.WriteString("ProviderName", provider.Name);
        writer.WriteString("ProviderType", provider.Type);
        writer.WriteMap("ProviderDetails", provider.Details);
        writer.WriteMap("AttributeMapping", provider.AttributeMapping);
        writer.WriteTexts("IdpIdentifiers", provider.Identifiers);
        writer.WriteTime("LastModifiedDate", provider.Created);
        writer.WriteTime("CreationDate", provider.Created);
        writer.WriteEndObject();
    }
}
