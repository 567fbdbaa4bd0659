using System.Text;

namespace CognitoUnlink.Aws.Tests.Stub;

/// <summary>What the stub does with a request.</summary>
internal sealed record StubReply(int Status, string Body)
{
    public const string RequestId = "0f3c2a5e-0000-4000-8000-000000000001";

    public string ContentType { get; init; } = "application/x-amz-json-1.1";

    public string? ErrorType { get; init; }

    /// <summary>The Date header; none by default.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>One more header line; none by default.</summary>
    public string? Header { get; init; }

    /// <summary>The answer waits for this.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>Closes the connection after the answer, without announcing it.</summary>
    public bool Closes { get; init; }

    /// <summary>Resets the connection without an answer.</summary>
    public bool Resets { get; init; }

    /// <summary>Never answers.</summary>
    public bool Hangs { get; init; }

    /// <summary>Sends the headers and half of the body, and then nothing more.</summary>
    public bool HangsHalfway { get; init; }

    public static StubReply Ok(string body = "{}") => new(200, body);

    public static StubReply Error(string code, string message = "words of the service") =>
        new(400, $$"""{"__type":"{{code}}","message":"{{message}}"}""");

    public static StubReply Html(int status, string title) =>
        new(status, $"<!DOCTYPE html>\n<html><head><TITLE>{title}</TITLE></head><body>no</body></html>") { ContentType = "text/html" };

    public byte[] ToBytes()
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var head = $"HTTP/1.1 {Status} Stub\r\nContent-Type: {ContentType}\r\nContent-Length: {body.Length}\r\nx-amzn-RequestId: {RequestId}\r\n"
            + (ErrorType is null ? "" : $"x-amzn-ErrorType: {ErrorType}\r\n")
            + (Header is null ? "" : $"{Header}\r\n")
            + (Date is null ? "" : $"Date: {Date:R}\r\n") + "\r\n";
        return [.. Encoding.UTF8.GetBytes(head), .. HangsHalfway ? body[..(body.Length / 2)] : body];
    }
}
