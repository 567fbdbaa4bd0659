namespace CognitoUnlink.LocalUserPools;

/// <summary>Starts local user pools. Its implementation is loaded on first use.</summary>
public interface ILocalUserPoolFactory
{
    /// <summary>Starts a server on 127.0.0.1 and fills its pool.</summary>
    /// <param name="options">What pool to make.</param>
    /// <exception cref="LocalUserPoolException">The port is taken, or the seed file cannot be used.</exception>
    ILocalUserPoolServer Start(LocalUserPoolOptions options);
}
