using System.Xml;
using System.Xml.Linq;

namespace CognitoUnlink.LocalPool.Operations.Identities;

internal static class SamlMetadata
{
    /// <summary>The entity id in the metadata file of a new provider; null when only a URL was given, for nothing is fetched here.</summary>
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
}
