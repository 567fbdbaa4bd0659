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
    private static volatile ConcurrentDictionary<ulong, bool> s_current = [];
    private static volatile ConcurrentDictionary<ulong, bool> s_last = [];

    private static readonly object s_gate = new();
    private static int s_running;

    /// <summary>
    /// Begins a run, and forgets what runs before the last one took, but for passwords. While other runs are under way nothing is forgotten: they would
    /// forget what they took themselves.
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
