using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;

namespace CognitoUnlink.Changes;

/// <summary>
/// Users that a change is working on: one change at a time for each, across all runs of the process, whatever name each run uses for the
/// user. Otherwise two runs that each leave the user one identity could together leave none.
/// </summary>
internal static class HeldUsers
{
    private static readonly KeyedLock<Key> s_locks = new();
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Reads a user and holds them. The read is repeated if another change had to be waited for, or ended during the read.</summary>
    /// <param name="users">Reads the user.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="name">The username or an alias.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.UserBusy"/>, after two minutes; <see cref="ErrorId.InvalidUsername"/>.</exception>
    /// <exception cref="CognitoException">The user cannot be read.</exception>
    public static async Task<Hold> HoldAsync(UserReader users, string userPoolId, string name, CancellationToken cancellationToken)
    {
        // Only the read tells which lock applies, so another change may begin and end between the read and now.
        using var watch = new Watch();
        var user = await users.GetUserAsync(userPoolId, name, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var key = new Key(users.Caller.Gateway.Endpoint.AbsoluteUri, userPoolId, user.Sub ?? user.Username);
            var free = s_locks.TryTake(key);
            if (free is not null && !watch.Saw(key))
            {
                return new Hold(user, key, free);
            }

            var hold = free ?? await s_locks.TakeAsync(key, s_patience, users.Caller.Pace.Clock, cancellationToken).ConfigureAwait(false)
                ?? throw new UnlinkException(ErrorId.UserBusy, $"Nothing was sent: another run in this process has been changing user '{user.Username}' for two minutes.");
            try
            {
                var again = await users.GetUserAsync(userPoolId, name, cancellationToken).ConfigureAwait(false);
                if ((again.Sub, again.Username) == (user.Sub, user.Username))
                {
                    return new Hold(again, key, hold);
                }

                user = again;
            }
            catch
            {
                hold.Dispose();
                throw;
            }

            hold.Dispose();
        }
    }

    internal sealed record Key(string Endpoint, string UserPoolId, string Sub);

    /// <summary>Records which users were released during a read.</summary>
    private sealed class Watch : IDisposable
    {
        private static readonly HashSet<Watch> s_watches = [];
        private readonly HashSet<Key> _seen = [];

        public Watch()
        {
            lock (s_watches)
            {
                s_watches.Add(this);
            }
        }

        public static void Notify(Key key)
        {
            lock (s_watches)
            {
                foreach (var watch in s_watches)
                {
                    watch._seen.Add(key);
                }
            }
        }

        public bool Saw(Key key)
        {
            lock (s_watches)
            {
                return _seen.Contains(key);
            }
        }

        public void Dispose()
        {
            lock (s_watches)
            {
                s_watches.Remove(this);
            }
        }
    }

    /// <summary>A user who is held until this is disposed.</summary>
    internal sealed class Hold(CognitoUser user, Key key, IDisposable taken) : IDisposable
    {
        public CognitoUser User => user;

        public void Dispose()
        {
            Watch.Notify(key);
            taken.Dispose();
        }
    }
}

/// <summary>
/// Users from whom this run, or the previous one in the process, removed a sign-in: a listing may not show that yet. Deactivated password
/// sign-ins are known to all runs of the process, since the service does not report them. About 40 bytes per user.
/// </summary>
internal static class ChangedUsers
{
    private static readonly ConcurrentDictionary<ulong, bool> s_withoutPassword = [];
    private static volatile ConcurrentDictionary<ulong, bool> s_current = [];
    private static volatile ConcurrentDictionary<ulong, bool> s_last = [];

    private static readonly object s_gate = new();
    private static int s_running;

    /// <summary>
    /// Begins a run, and forgets what runs before the last one removed, except passwords. Nothing is forgotten while other runs are in progress: they
    /// would forget their own removals.
    /// </summary>
    public static void BeginRun()
    {
        lock (s_gate)
        {
            if (s_running++ == 0)
            {
                (s_last, s_current) = (s_current, []);
            }
        }
    }

    /// <summary>Ends a run.</summary>
    public static void EndRun()
    {
        lock (s_gate)
        {
            s_running--;
        }
    }

    /// <summary>Remembers a user.</summary>
    /// <param name="endpoint">Where the pool is.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="sub">The user's <c>sub</c>.</param>
    /// <param name="isNative">Whether the password sign-in was deactivated.</param>
    public static void Add(Uri endpoint, string userPoolId, string sub, bool isNative)
    {
        var key = KeyOf(endpoint, userPoolId, sub);
        s_current[key] = true;
        if (isNative)
        {
            s_withoutPassword[key] = true;
        }
    }

    /// <summary>Whether a sign-in was removed from the user.</summary>
    public static bool Has(Uri endpoint, string userPoolId, string sub)
    {
        var key = KeyOf(endpoint, userPoolId, sub);
        return s_current.ContainsKey(key) || s_last.ContainsKey(key);
    }

    /// <summary>Whether the user's password sign-in was deactivated.</summary>
    public static bool HasNoPassword(Uri endpoint, string userPoolId, string sub) => s_withoutPassword.ContainsKey(KeyOf(endpoint, userPoolId, sub));

    private static ulong KeyOf(Uri endpoint, string userPoolId, string sub) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint.AbsoluteUri}\0{userPoolId}\0{sub}")));
}
