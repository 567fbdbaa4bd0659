using System.Net;
using System.Text.Json;

namespace CognitoUnlink.LocalPool.Tests.Support;

/// <summary>An HTTP response.</summary>
internal sealed record CallResult(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public string? ErrorCode => Status == HttpStatusCode.OK ? null : Json.GetProperty("__type").GetString();

    public string? Message => Status == HttpStatusCode.OK ? null : Json.GetProperty("message").GetString();

    /// <summary>Asserts that the call succeeded, and returns the answer.</summary>
    public JsonElement Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status} {Text}");
        return Text.Length == 0 ? default : Json;
    }

    /// <summary>Asserts that the answer is this error, in the body and in the headers.</summary>
    public void Is(string code, string message)
    {
        Assert.Equal((code, message), (ErrorCode, Message));
        Assert.Equal(code + ":", Headers["x-amzn-errortype"]);
        Assert.True(Headers.ContainsKey("x-amzn-errormessage"));
        Assert.Equal(code == "InternalErrorException" ? HttpStatusCode.InternalServerError : HttpStatusCode.BadRequest, Status);
    }
}
