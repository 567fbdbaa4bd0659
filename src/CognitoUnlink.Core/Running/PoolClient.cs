using CognitoUnlink.Calling;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;

namespace CognitoUnlink.Running;

/// <summary>A client for the pools of one account and region, created when first needed. Thread-safe.</summary>
/// <param name="connect">Finds credentials and creates a client. May wait for a person, a program or a service, and cannot be cancelled, so it runs on another thread.</param>
public sealed class PoolClient(Func<CancellationToken, Task<ServiceCaller>> connect) : IDisposable
{
    private readonly OnceByKey<UserReader> _users = new();
    private volatile UserReader? _connected;

    /// <summary>Creates a client at once.</summary>
    /// <param name="connect">Creates it.</param>
    public PoolClient(Func<ServiceCaller> connect)
        : this(_ => Task.FromResult(connect()))
    {
    }

    /// <summary>Makes the calls; null until it is connected.</summary>
    public ServiceCaller? Caller => _connected?.Caller;

    /// <summary>Where requests go, without the instance of a local user pool; null until it is connected.</summary>
    public Place? Place => Caller?.Gateway.Place;

    /// <summary>Gets the reader of users and providers.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="Errors.CognitoException">There are no credentials, no region or no usable endpoint.</exception>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.LocalUserPoolStopped"/>.</exception>
    public ValueTask<UserReader> ConnectAsync(CancellationToken cancellationToken) =>
        _connected is { } connected ? new(connected) : new(ConnectOnceAsync(cancellationToken));

    /// <summary>A pool's settings for ways to sign in; null if they were not read yet.</summary>
    /// <param name="userPoolId">The pool.</param>
    public SignInSettings? SettingsOf(string userPoolId) => _connected?.SettingsIfRead(userPoolId);

    /// <summary>What could not be determined about pools, as messages for the user; each once.</summary>
    public IEnumerable<string> TakeWarnings() => _connected?.TakeWarnings() ?? [];

    /// <inheritdoc/>
    public void Dispose() => Caller?.Gateway.Dispose();

    private async Task<UserReader> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        return _connected = await _users.GetAsync(
            string.Empty,
            async () => new UserReader(await Task.Run(() => connect(cancellationToken), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
    }
}
