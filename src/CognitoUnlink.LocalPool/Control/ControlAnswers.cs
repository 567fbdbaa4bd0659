using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Http;

namespace CognitoUnlink.LocalPool.Control;

internal static class ControlAnswers
{
    private const string ContentType = "application/json";

    public static Answer Ok<T>(T value) => Raw(DocumentFormat.Write(value));

    public static Answer Raw(ReadOnlyMemory<byte> json) => new(200, ContentType, json);

    public static Answer Error(int statusCode, string message) => new(statusCode, ContentType, DocumentFormat.Write(new { error = message }));
}
