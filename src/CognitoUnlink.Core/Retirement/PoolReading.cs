using System.Runtime.CompilerServices;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Retirement;

/// <summary>One reading of all users of a pool by ListUsers, for which nobody is billed.</summary>
/// <param name="userPoolId">The pool.</param>
/// <param name="isParallel">Whether to read it in 16 parts at once.</param>
internal sealed class PoolReading(string userPoolId, bool isParallel)
{
    private long _users;

    /// <summary>Users that were read so far. Safe to ask from any thread.</summary>
    public long Users => Interlocked.Read(ref _users);

    /// <summary>Whether users may be missing, in words for a person; null when all is well. Known at the end.</summary>
    public string? Warning { get; private set; }

    /// <summary>Reads the users, each once.</summary>
    /// <param name="reader">Reads them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
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
