using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using CognitoUnlink.Aws.Errors;

namespace CognitoUnlink.Aws.Client;

/// <summary>Takes answers as bytes. What they mean is read where no SDK type is needed.</summary>
internal sealed class JsonReplyUnmarshaller : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => new JsonReply { Body = ReadAll(input) };

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode) =>
        new ErrorReplyException(new ErrorReply
        {
            StatusCode = (int)statusCode,
            RequestId = Header(input, "x-amzn-RequestId"),
            ErrorType = Header(input, "x-amzn-ErrorType"),
            Body = ReadAll(input),
        });

    private static string? Header(JsonUnmarshallerContext input, string name) =>
        input.ResponseData.IsHeaderPresent(name) ? input.ResponseData.GetHeaderValue(name) : null;

    private static byte[] ReadAll(JsonUnmarshallerContext input)
    {
        using var bytes = new MemoryStream();
        input.Stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
