using System.Net;
using System.Reflection;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;

namespace CognitoUnlink.Aws.Client;

/// <summary>Settings of one client, none of them left to a profile or to the SDK's own search.</summary>
internal sealed class CognitoClientConfig : ClientConfig
{
    public const string Service = "Cognito Identity Provider";

    /// <summary>The service's name in signatures and host names.</summary>
    public const string SigningName = "cognito-idp";

    private static readonly string s_userAgent =
        $"cognito-unlink/{VersionOf<CognitoClientConfig>()} {InternalSDKUtils.BuildUserAgentString(VersionOf<ClientConfig>())}";

    public CognitoClientConfig(Uri endpoint, string region, IWebProxy? proxy, TimeSpan timeout)
        : base(new StandardDefaults())
    {
        ServiceId = Service;
        AuthenticationServiceName = SigningName;

        // ServiceURL clears RegionEndpoint, so the region to sign for is said here.
        ServiceURL = endpoint.AbsoluteUri;
        AuthenticationRegion = region;

        // The pace is kept, and failures are tried again, outside; a profile's retry_mode must not bring it back.
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = 0;
        MaxStaleConnectionRetries = 0;
        ThrottleRetries = false;

        HttpClientFactory = new KeepAliveHttpClientFactory(endpoint, proxy, timeout);
        HttpClientCacheSize = 1;

        // Requests and answers hold people's data, and DescribeIdentityProvider's answer a client secret.
        DisableLogging = true;
        LogResponse = false;
    }

    public override string RegionEndpointServiceName => SigningName;

    public override string ServiceVersion => "2016-04-18";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(ServiceURL);

    private static string VersionOf<T>() =>
        typeof(T).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "0";
}
