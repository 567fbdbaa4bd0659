using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool;

/// <summary>Starts local user pools over HTTP.</summary>
public sealed class LocalUserPoolFactory : ILocalUserPoolFactory
{
    /// <inheritdoc/>
    public ILocalUserPoolServer Start(LocalUserPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LocalUserPoolServer(options, TimeProvider.System);
    }
}
