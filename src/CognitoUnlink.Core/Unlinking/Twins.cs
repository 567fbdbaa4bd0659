using CognitoUnlink.Journaling;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// Finds identities that are linked to one user and also belong to a federated user of their own. Once such a link is removed, the service may refuse
/// to make it again. Remembers about 30 bytes for each identity.
/// </summary>
internal sealed class Twins
{
    private readonly HashSet<JournalItemKey> _linked = [];
    private readonly HashSet<JournalItemKey> _own = [];

    /// <summary>Adds an identity.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="providerName">The provider.</param>
    /// <param name="value">The subject, NameID or linked value.</param>
    /// <param name="isOwn">Whether it is a federated user's own, rather than a link.</param>
    /// <returns>Whether its twin has been seen; true once a pair.</returns>
    public bool Add(string userPoolId, string providerName, string value, bool isOwn)
    {
        var key = JournalItemKey.Of(new JournalItem(userPoolId, null, providerName, value));
        var (mine, others) = isOwn ? (_own, _linked) : (_linked, _own);
        return mine.Add(key) && others.Contains(key);
    }
}
