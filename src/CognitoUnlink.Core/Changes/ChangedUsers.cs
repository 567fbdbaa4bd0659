using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.Changes;

/// <summary>
/// Users from whom this run, or the one before it in the process, took a sign-in. A listing may not show that yet, and the service does not
/// say whether a password sign-in was deactivated. Some 40 bytes a user.
/// </summary>
internal static class ChangedUsers
{
    private static ConcurrentDictionary<ulong, bool> s_current = [];
    private static ConcurrentDictionary<ulong, bool> s_last = [];

    /// <summary>Begins a run, and forgets all but the last one.</summary>
    public static void BeginRun() => s_last = Interlocked.Exchange(ref s_current, []);

    /// <summary>Remembers a user.</summary>
    /// <param name="endpoint">Where the pool is.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="sub">The user's <c>sub</c>.</param>
    /// <param name="isNative">Whether the password sign-in was deactivated.</param>
    public static void Add(Uri endpoint, string userPoolId, string sub, bool isNative) =>
        s_current.AddOrUpdate(KeyOf(endpoint, userPoolId, sub), isNative, (_, before) => before || isNative);

    /// <summary>Whether a sign-in was taken from the user.</summary>
    public static bool Has(Uri endpoint, string userPoolId, string sub) => Find(endpoint, userPoolId, sub) is not null;

    /// <summary>Whether the user's password sign-in was deactivated.</summary>
    public static bool HasNoPassword(Uri endpoint, string userPoolId, string sub) => Find(endpoint, userPoolId, sub) == true;

    private static bool? Find(Uri endpoint, string userPoolId, string sub)
    {
        var key = KeyOf(endpoint, userPoolId, sub);
        var (current, last) = (s_current.TryGetValue(key, out var now), s_last.TryGetValue(key, out var before));
        return current || last ? now || before : null;
    }

    private static ulong KeyOf(Uri endpoint, string userPoolId, string sub) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint.AbsoluteUri}\0{userPoolId}\0{sub}")));
}
