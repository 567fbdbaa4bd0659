using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.Changes;

/// <summary>
/// Users from whom this run, or the one before it in the process, took a sign-in: a listing may not show that yet. Of deactivated password
/// sign-ins every run of the process knows, since the service does not tell. Some 40 bytes a user.
/// </summary>
internal static class ChangedUsers
{
    private static readonly ConcurrentDictionary<ulong, bool> s_withoutPassword = [];
    private static ConcurrentDictionary<ulong, bool> s_current = [];
    private static ConcurrentDictionary<ulong, bool> s_last = [];

    /// <summary>Begins a run, and forgets what runs before the last one took, but for passwords.</summary>
    public static void BeginRun() => s_last = Interlocked.Exchange(ref s_current, []);

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

    /// <summary>Whether a sign-in was taken from the user.</summary>
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
