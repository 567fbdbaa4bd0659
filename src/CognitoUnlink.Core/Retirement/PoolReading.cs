using System.Runtime.CompilerServices;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Retirement;

/// <summary>Reads all users of a pool by ListUsers, which makes no user active.</summary>
/// <param name="userPoolId">The pool.</param>
/// <param name="isParallel">Whether to read it in 16 parts at once.</param>
internal sealed class PoolReading(string userPoolId, bool isParallel)
{
    private long _users;

    /// <summary>Users read so far. Thread-safe.</summary>
    public long Users => Interlocked.Read(ref _users);

    /// <summary>The warning that users may be missing; null if all is well. Known at the end.</summary>
    public string? Warning { get; private set; }

    /// <summary>Reads the users, each once.</summary>
    /// <exception cref="Errors.CognitoException">The pool cannot be read.</exception>
    public async IAsyncEnumerable<CognitoUser> ReadAsync(UserReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = isParallel ? reader.ListUsersInPartitions(userPoolId) : null;
        var users = parts ?? reader.ListUsersAsync(userPoolId, cancellationToken);
        await foreach (var user in users.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _users);
            yield return user;
        }

        Warning = parts?.Check?.Warning;
    }
}
