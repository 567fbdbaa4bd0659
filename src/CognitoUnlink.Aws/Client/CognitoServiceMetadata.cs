using Amazon.Runtime.Internal;

namespace CognitoUnlink.Aws.Client;

/// <summary>The service's name in the user agent and in the SDK's own metrics.</summary>
internal sealed class CognitoServiceMetadata : IServiceMetadata
{
    public string ServiceId => CognitoClientConfig.Service;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
