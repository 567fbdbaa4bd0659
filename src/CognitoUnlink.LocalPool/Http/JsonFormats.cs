using System.Text.Encodings.Web;
using System.Text.Json;

namespace CognitoUnlink.LocalPool.Http;

internal static class JsonFormats
{
    /// <summary>Letters as they are, as the service writes them; nothing here ends up in HTML.</summary>
    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
