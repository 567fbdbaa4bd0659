using Amazon.Runtime;

namespace CognitoUnlink.Aws.Client;

/// <summary>An operation and its input as UTF-8 JSON.</summary>
internal sealed class JsonCall : AmazonWebServiceRequest
{
    public required string Operation { get; init; }

    public required byte[] Body { get; init; }
}
