using Amazon.Runtime;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// The credentials of an instance's role, renewed before they end. The SDK's own class keeps the metadata service's
/// address for the process's life.
/// </summary>
internal sealed class InstanceCredentials : RefreshingAWSCredentials
{
    private readonly InstanceMetadata _metadata;
    private readonly string _role;

    public InstanceCredentials(InstanceMetadata metadata, string role)
    {
        _metadata = metadata;
        _role = role;
        PreemptExpiryTime = TimeSpan.FromMinutes(15);
    }

    protected override CredentialsRefreshState GenerateNewCredentials()
    {
        var (keys, expiration) = _metadata.ReadCredentials(_role);
        return new CredentialsRefreshState(keys, expiration);
    }

    protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() => Task.Run(GenerateNewCredentials);
}
