using System.Xml;
using System.Xml.Linq;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

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
            throw ServiceErrors.ProviderExists(name, pool.Id);
        }

        if (ProviderTypes.IsSocial(type) && name != type)
        {
            throw ServiceErrors.SocialProviderName(type);
        }

        var details = call.Map("ProviderDetails");
        var mapping = call.Map("AttributeMapping");
        var provider = new StoredProvider
        {
            Name = name,
            Type = type,
            Issuer = type == ProviderTypes.Saml ? IdentityProviders.EntityId(details) : null,
            Details = details,
            // As measured on the service: https://github.com/floci-io/floci/pull/2858
            AttributeMapping = mapping.Count == 0 && type == ProviderTypes.Oidc ? new Dictionary<string, string> { ["username"] = "sub" } : mapping,
            Identifiers = call.Texts("IdpIdentifiers"),
            Created = call.Now,
        };
        pool.Add(provider);
        IdentityProviders.Write(call, pool, provider, showsIdentifiers: provider.Identifiers.Count > 0);
    }
}

/// <summary>Members that are left out stay as they are; a given one replaces the old one as a whole.</summary>
internal sealed class UpdateIdentityProvider : Operation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("ProviderName", Shapes.ProviderNameType, Required: true),
        new("ProviderDetails", Shapes.ProviderDetailsType),
        new("AttributeMapping", Shapes.AttributeMappingType),
        new("IdpIdentifiers", Shapes.IdpIdentifiersListType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var provider = IdentityProviders.Find(call, pool);
        var details = call.Member("ProviderDetails") is null ? provider.Details : call.Map("ProviderDetails");
        var replacement = provider with
        {
            Details = details,
            Issuer = provider.Type == ProviderTypes.Saml ? IdentityProviders.EntityId(details) ?? provider.Issuer : provider.Issuer,
            AttributeMapping = call.Member("AttributeMapping") is null ? provider.AttributeMapping : call.Map("AttributeMapping"),
            Identifiers = call.Member("IdpIdentifiers") is null ? provider.Identifiers : call.Texts("IdpIdentifiers"),
            Updated = call.Now,
        };
        pool.Replace(provider, replacement);
        IdentityProviders.Write(call, pool, replacement);
    }
}

internal sealed class DescribeIdentityProvider : Operation
{
    public override StructureShape Input => IdentityProviders.Request;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        IdentityProviders.Write(call, pool, IdentityProviders.Find(call, pool));
    }
}

/// <summary>Profiles of the provider stay, and links too unless the pool's behavior says otherwise.</summary>
internal sealed class DeleteIdentityProvider : Operation
{
    public override StructureShape Input => IdentityProviders.Request;

    public override bool HasOutput => false;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var provider = IdentityProviders.Find(call, pool);
        if (!pool.Settings.Behavior.DeleteProviderOfClient && pool.Clients.FirstOrDefault(client => client.Providers.Contains(provider.Name)) is { } client)
        {
            throw ServiceErrors.ProviderOfClient(provider.Name, client.Name);
        }

        pool.Remove(provider);
        if (pool.Settings.Behavior.DeletedProviderLinks == DeletedProviderLinks.Removed)
        {
            RemoveLinks(pool, provider, call.Now);
        }
    }

    private static void RemoveLinks(Pool pool, StoredProvider provider, DateTime now)
    {
        foreach (var user in pool.Users.All)
        {
            foreach (var link in user.Identities.Where(identity => !identity.Primary && identity.ProviderName == provider.Name).ToList())
            {
                pool.BeforeChange(user, now);
                pool.Users.Unlink(user, link.Key);
                user.ShowsEmptyIdentities = pool.Settings.Behavior.LastIdentityUnlinked == LastIdentityBehavior.EmptyArray;
            }
        }
    }
}

internal sealed class ListIdentityProviders : Operation
{
    // MaxResults may be 60, yet the model's answer holds at most 50.
    private const int MaximumPage = 50;

    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("MaxResults", Shapes.QueryLimitType),
        new("NextToken", Shapes.PaginationKeyType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var page = ListPages.Of(pool.Providers, call, $"ListIdentityProviders {pool.Id}", MaximumPage);
        call.Output.WriteStartArray("Providers");
        foreach (var provider in page.Items)
        {
            call.Output.WriteStartObject();
            call.Output.WriteString("ProviderName", provider.Name);
            call.Output.WriteString("ProviderType", provider.Type);
            call.Output.WriteTime("LastModifiedDate", provider.Updated ?? provider.Created);
            call.Output.WriteTime("CreationDate", provider.Created);
            call.Output.WriteEndObject();
        }

        call.Output.WriteEndArray();
        page.WriteToken(call);
    }
}

internal static class IdentityProviders
{
    public static readonly StructureShape Request = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("ProviderName", Shapes.ProviderNameType, Required: true));

    public static StoredProvider Find(OperationCall call, Pool pool)
    {
        var name = call.Required("ProviderName");
        return pool.FindProvider(name) ?? throw ServiceErrors.ProviderDoesNotExist(name);
    }

    /// <summary>The entity id in a SAML provider's metadata; null if only a URL was given, because nothing is fetched here.</summary>
    public static string? EntityId(IReadOnlyDictionary<string, string> details)
    {
        try
        {
            return details.TryGetValue("MetadataFile", out var metadata) ? XDocument.Parse(metadata).Root?.Attribute("entityID")?.Value : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The member StoredProvider; as in the service it shows client secrets.</summary>
    public static void Write(OperationCall call, Pool pool, StoredProvider provider, bool showsIdentifiers = true)
    {
        var writer = call.Output;
        writer.WriteStartObject("IdentityProvider");
        writer.WriteString("UserPoolId", pool.Id);
        writer.WriteString("ProviderName", provider.Name);
        writer.WriteString("ProviderType", provider.Type);
        writer.WriteMap("ProviderDetails", provider.Details);
        writer.WriteMap("AttributeMapping", provider.AttributeMapping);
        if (showsIdentifiers)
        {
            writer.WriteTexts("IdpIdentifiers", provider.Identifiers);
        }

        writer.WriteTime("LastModifiedDate", provider.Updated ?? provider.Created);
        writer.WriteTime("CreationDate", provider.Created);
        writer.WriteEndObject();
    }
}
