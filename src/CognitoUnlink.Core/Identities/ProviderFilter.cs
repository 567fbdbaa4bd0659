using System.Text;
using System.Text.RegularExpressions;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Identities;

/// <summary>Selects identities by provider. Names are case-sensitive, as in the service.</summary>
public sealed class ProviderFilter
{
    private readonly HashSet<ProviderPattern> _unmatched;

    /// <summary>Creates a filter for the given names and patterns; without any, everything passes.</summary>
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

    /// <summary>The message for a user who has no identity that passes.</summary>
    /// <param name="username">The user.</param>
    public string NothingToUnlink(string username)
    {
        var kind = Patterns.Count > 0 ? string.Join(" or ", Patterns.Select(pattern => pattern.Text)) : "external";
        return $"User '{username}' has no {kind} identity; nothing to unlink.";
    }

    /// <summary>
    /// Returns an error for each pattern that matched no identity and no provider of the pool, with the names that would
    /// have matched. Each pattern is reported once.
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
    /// <param name="specified">The provider name that was specified.</param>
    /// <param name="providerNames">The pool's providers.</param>
    public static UnlinkException Unknown(string userPoolId, string specified, IReadOnlyList<string> providerNames) =>
        Unknown(userPoolId, specified, providerNames, name => string.Equals(name, specified, StringComparison.OrdinalIgnoreCase));

    private static UnlinkException Unknown(string userPoolId, string specified, IReadOnlyList<string> providerNames, Func<string, bool> isAlike)
    {
        var alike = providerNames.Where(isAlike).ToList();
        var hint = alike.Count > 0 ? $" Did you mean {string.Join(" or ", alike.Order(StringComparer.Ordinal).Select(name => $"'{name}'"))}? Provider names are case-sensitive."
            : providerNames.Count > 0 ? $" Its providers are: {Join(providerNames)}."
            : " It has none.";
        return new UnlinkException(ErrorId.ProviderNotFound, $"User pool {userPoolId} has no identity provider '{specified}'.{hint}");
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}

/// <summary>A provider name with PowerShell's wildcards: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and the backtick to escape one.</summary>
public sealed partial class ProviderPattern
{
    // A plain name needs no expression, which is slow to create.
    private readonly Regex? _exact;
    private readonly Lazy<Regex> _anyCase;

    /// <summary>Parses a pattern.</summary>
    /// <param name="text">The name or pattern.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidProviderPattern"/>.</exception>
    public ProviderPattern(string text)
    {
        Text = text;
        try
        {
            var expression = Translate(text);
            _exact = text.AsSpan().ContainsAny("*?[]`") ? new Regex(expression, RegexOptions.Singleline | RegexOptions.CultureInvariant) : null;
            _anyCase = new(() => new Regex(expression, RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase));
        }
        catch (ArgumentException problem)
        {
            throw new UnlinkException(
                ErrorId.InvalidProviderPattern,
                $"'{text}' is not a valid provider name or wildcard pattern.",
                problem);
        }
    }

    /// <summary>Whether a text has wildcards.</summary>
    /// <param name="text">The text.</param>
    public static bool HasWildcards(string text) => text.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>The pattern that matches one name and no other.</summary>
    /// <param name="name">The name.</param>
    public static string Escape(string name) => Special().Replace(name, "`$0");

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>Whether a provider's name matches, case-sensitive.</summary>
    /// <param name="providerName">The name.</param>
    public bool IsMatch(string providerName) => providerName == Text || _exact?.IsMatch(providerName) == true;

    /// <summary>Whether a name matches, ignoring case.</summary>
    /// <param name="providerName">The name.</param>
    public bool IsMatchInAnyCase(string providerName) => _anyCase.Value.IsMatch(providerName);

    [GeneratedRegex(@"[*?\[\]`]", RegexOptions.CultureInvariant)]
    private static partial Regex Special();

    private static string Translate(string text)
    {
        var expression = new StringBuilder(@"\A");
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '`' when i + 1 < text.Length:
                    expression.Append(Regex.Escape(text[++i].ToString()));
                    break;
                case '*':
                    expression.Append(".*");
                    break;
                case '?':
                    expression.Append('.');
                    break;
                case '[':
                    i = AppendClass(expression, text, i + 1);
                    break;
                default:
                    expression.Append(Regex.Escape(text[i].ToString()));
                    break;
            }
        }

        return expression.Append(@"\z").ToString();
    }

    /// <summary>Appends the characters between brackets. A closing bracket that comes first is one of them.</summary>
    private static int AppendClass(StringBuilder expression, string text, int start)
    {
        expression.Append('[');
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == ']' && i > start)
            {
                expression.Append(']');
                return i;
            }

            if (text[i] == '-')
            {
                expression.Append('-');
                continue;
            }

            i += text[i] == '`' && i + 1 < text.Length ? 1 : 0;
            expression.Append(text[i] is '[' or ']' or '^' or '\\' or '-' ? $@"\{text[i]}" : text[i].ToString());
        }

        throw new ArgumentException("unclosed [");
    }
}
