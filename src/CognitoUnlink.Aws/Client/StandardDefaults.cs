using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace CognitoUnlink.Aws.Client;

/// <summary>Fixed defaults: the SDK's own provider may ask instance metadata for the region, and wait for it.</summary>
internal sealed class StandardDefaults : IDefaultConfigurationProvider
{
    public IDefaultConfiguration GetDefaultConfiguration(RegionEndpoint clientRegion, DefaultConfigurationMode? requestedConfigurationMode = null) =>
        new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard };
}
