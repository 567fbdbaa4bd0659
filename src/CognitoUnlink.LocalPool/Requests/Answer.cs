using System.Collections.Specialized;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Requests;

internal sealed record HttpRequest(string Method, Uri Url, NameValueCollection Headers, byte[] Body)
{
    /// <summary>Whether the connection takes another request afterwards.</summary>
    public required bool KeepAlive { get; init; }

    /// <summary>Ends when the client closes its end.</summary>
    public required Func<CancellationToken, Task> ClientGoneAsync { get; init; }
}

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
