using System.Security.Cryptography;

namespace CognitoUnlink.LocalPool.Model;

/// <summary>
/// The refresh tokens of a pool. They are not in snapshots, and end with a sign-out or with the server. None is a token that
/// anything else would accept: it is random text of the same form.
/// </summary>
internal sealed class RefreshTokens
{
    private const int Most = 100_000;

    private readonly Dictionary<string, (User User, string ClientId)> _tokens = new(StringComparer.Ordinal);
    private readonly HashSet<string> _revoked = new(StringComparer.Ordinal);

    /// <summary>Text in three parts, like a token, of which the first says that it is not one.</summary>
    public static string NotAToken(string kind) => $"local-user-pool-not-a-token.{kind}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}";

    public string Issue(User user, StoredClient client)
    {
        if (_tokens.Count + _revoked.Count >= Most)
        {
            _tokens.Clear();
            _revoked.Clear();
        }

        var token = NotAToken("refresh");
        _tokens.Add(token, (user, client.Id));
        return token;
    }

    /// <exception cref="ServiceException">There is no such token, or it is no longer valid.</exception>
    public User Find(string token, StoredClient client) =>
        _revoked.Contains(token) ? throw ServiceErrors.RefreshTokenRevoked()
        : _tokens.TryGetValue(token, out var found) && found.ClientId == client.Id && !found.User.Deleted ? found.User
        : throw ServiceErrors.InvalidRefreshToken();

    public void Revoke(User user)
    {
        foreach (var (token, _) in _tokens.Where(pair => pair.Value.User == user).ToList())
        {
            _tokens.Remove(token);
            _revoked.Add(token);
        }
    }
}
