using CognitoUnlink.Errors;

namespace CognitoUnlink.Identities;

/// <summary>Chooses identities by provider. Names match exactly as to case, since the service takes them so.</summary>
public sealed class ProviderFilter
{
    private readonly HashSet<ProviderPattern> _unmatched;

    /// <summary>A filter for the given names and patterns; without any, everything passes.</summary>
    /// <param name="patterns">Provider names with PowerShell's wildcards.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidProviderPattern"/>.</exception>
    public ProviderFilter(IEnumerable<string> patterns)
    {
        Patterns = [.. patterns.Select(text => new ProviderPattern(text))];
        _unmatched = [.. Patterns];
    }

    /// <summary>The patterns.</summary>
    public IReadOnlyList<ProviderPattern> Patterns { get; }

    /// <summary>Whether any pattern has matched no name so far.</summary>
    public bool HasUnmatched => _unmatched.Count > 0;

    /// <summary>Whether the name passes.</summary>
    /// <param name="providerName">A provider's name.</param>
    public bool IsMatch(string providerName)
    {
        var matched = Patterns.Count == 0;
        foreach (var pattern in Patterns)
        {
            if (pattern.IsMatch(providerName))
            {
                matched = true;
                _unmatched.Remove(pattern);
            }
        }

        return matched;
    }

    /// <summary>What to say of a user who has no identity that passes.</summary>
    /// <param name="username">The user.</param>
    public string NothingToUnlink(string username)
    {
        var kind = Patterns.Count > 0 ? string.Join(" or ", Patterns.Select(pattern => pattern.Text)) : "external";
        return $"User '{username}' has no {kind} identity; nothing to unlink.";
    }

    /// <summary>
    /// An error for each pattern that matched no identity and names no provider of the pool, with the names that would
    /// have done. Each pattern is told once.
    /// </summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="providerNames">The pool's providers.</param>
    public IReadOnlyList<UnlinkException> TakeUnknown(string userPoolId, IReadOnlyList<string> providerNames)
    {
        var unknown = _unmatched.Where(pattern => !providerNames.Any(pattern.IsMatch)).ToList();
        _unmatched.Clear();
        return [.. unknown.Select(pattern => Unknown(userPoolId, pattern.Text, providerNames, pattern.IsMatchInAnyCase))];
    }

    /// <summary>The error for a name that no provider of the pool has.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="asked">The provider name that was asked for.</param>
    /// <param name="providerNames">The pool's providers.</param>
    public static UnlinkException Unknown(string userPoolId, string asked, IReadOnlyList<string> providerNames) =>
        Unknown(userPoolId, asked, providerNames, name => string.Equals(name, asked, StringComparison.OrdinalIgnoreCase));

    private static UnlinkException Unknown(string userPoolId, string asked, IReadOnlyList<string> providerNames, Func<string, bool> isAlike)
    {
        var alike = providerNames.Where(isAlike).ToList();
        var hint = alike.Count > 0 ? $" Did you mean {string.Join(" or ", alike.Order(StringComparer.Ordinal).Select(name => $"'{name}'"))}? Provider names are case-sensitive."
            : providerNames.Count > 0 ? $" Its providers are: {Join(providerNames)}."
            : " It has none.";
        return new UnlinkException(ErrorId.ProviderNotFound, $"User pool {userPoolId} has no identity provider '{asked}'.{hint}");
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
