using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace CognitoUnlink.Aws.Client;

/// <summary>Sends every request to the endpoint of the configuration, signed for its region.</summary>
internal sealed class ConfiguredEndpointHandler : BaseEndpointResolver
{
    public override void ProcessRequestHandlers(IExecutionContext executionContext)
    {
        var context = executionContext.RequestContext;
        context.Request.Endpoint = new Uri(context.ClientConfig.ServiceURL);
        context.Request.AuthenticationRegion = context.ClientConfig.AuthenticationRegion;
    }
}
