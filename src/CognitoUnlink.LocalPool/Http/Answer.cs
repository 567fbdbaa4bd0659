using System.Text.Encodings.Web;
using System.Text.Json;
using CognitoUnlink.LocalPool.Requests;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>An answer ready to be sent.</summary>
internal sealed record Answer(int StatusCode, string ContentType, ReadOnlyMemory<byte> Body)
{
    public Guid RequestId { get; init; } = Guid.NewGuid();

    /// <summary>The service's error, repeated in headers; null for success and for control requests.</summary>
    public ServiceException? Error { get; init; }

    public IEnumerable<KeyValuePair<string, string>> Headers
    {
        get
        {
            yield return new("x-amzn-requestid", RequestId.ToString());
            if (Error is not null)
            {
                yield return new("x-amzn-errortype", Error.Code + ":");
                yield return new("x-amzn-errormessage", HeaderText(Error.Message));
            }
        }
    }

    /// <summary>A message may repeat what the client sent, and a header takes neither line ends nor letters beyond ASCII.</summary>
    private static string HeaderText(string message)
    {
        const int Maximum = 1024;
        var text = message.Length > Maximum ? message[..Maximum] : message;
        return string.Concat(text.Select(static character => character is >= ' ' and <= '~' ? character : '?'));
    }
}

internal static class JsonFormats
{
    /// <summary>Letters as they are, as the service writes them; nothing here ends up in HTML.</summary>
    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
