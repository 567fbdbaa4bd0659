using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace CognitoUnlink.Aws.Client;

/// <summary>Makes the HTTP request of a call. <see href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html"/></summary>
internal sealed class JsonCallMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = (JsonCall)input;
        return new DefaultRequest(call, CognitoClientConfig.Service)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = call.Body,
            Headers =
            {
                ["X-Amz-Target"] = $"AWSCognitoIdentityProviderService.{call.Operation}",
                ["Content-Type"] = "application/x-amz-json-1.1",
            },
        };
    }
}
