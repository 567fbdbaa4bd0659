using Amazon.Runtime;

namespace CognitoUnlink.Aws.Client;

/// <summary>A successful answer as it came; its request id is in <see cref="AmazonWebServiceResponse.ResponseMetadata"/>.</summary>
internal sealed class JsonReply : AmazonWebServiceResponse
{
    public byte[] Body { get; init; } = [];
}
