using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace CognitoUnlink.Aws.Client;

/// <summary>
/// Speaks Cognito's JSON 1.1 protocol on the pipeline that every AWSSDK service client is made of: it signs and sends,
/// and neither reads the JSON nor tries again.
/// </summary>
internal sealed class CognitoClient(AWSCredentials credentials, CognitoClientConfig config)
    : AmazonServiceClient(credentials, config)
{
    private static readonly InvokeOptions s_options = new()
    {
        RequestMarshaller = new JsonCallMarshaller(),
        ResponseUnmarshaller = new JsonReplyUnmarshaller(),
    };

    protected override IServiceMetadata ServiceMetadata { get; } = new CognitoServiceMetadata();

    /// <exception cref="ErrorReplyException">The answer's status says that the call failed.</exception>
    public Task<JsonReply> SendAsync(string operation, byte[] body, CancellationToken cancellationToken) =>
        InvokeAsync<JsonReply>(new JsonCall { Operation = operation, Body = body }, s_options, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new ConfiguredEndpointHandler());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureHandler());

        // Each is a frame that every request passes for nothing: there are no events, no metrics, no compression, no discovery.
        pipeline.RemoveHandler<MetricsHandler>();
        pipeline.RemoveHandler<ErrorCallbackHandler>();
        pipeline.RemoveHandler<CompressionHandler>();
        pipeline.RemoveHandler<EndpointDiscoveryHandler>();
        pipeline.RemoveHandler<ChecksumHandler>();
        while (pipeline.Handlers.OfType<CallbackHandler>().Any())
        {
            pipeline.RemoveHandler<CallbackHandler>();
        }
    }
}
