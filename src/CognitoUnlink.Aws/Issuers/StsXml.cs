using System.Xml;
using System.Xml.Linq;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>Reads the XML of STS, without a DTD and whatever it might refer to.</summary>
internal static class StsXml
{
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Null when the bytes are no XML.</summary>
    public static XElement? TryRead(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), s_settings);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The text of the first element of a name, in any namespace; null when there is none.</summary>
    public static string? Text(XElement xml, string name) =>
        Setting.OrNull(xml.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value);
}
