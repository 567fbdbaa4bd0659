using System.Text;
using System.Text.RegularExpressions;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Identities;

/// <summary>A provider name with PowerShell's wildcards: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and the backtick to escape one.</summary>
public sealed partial class ProviderPattern
{
    private readonly Regex _exact;
    private readonly Regex _anyCase;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The name or pattern.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidProviderPattern"/>.</exception>
    public ProviderPattern(string text)
    {
        Text = text;
        try
        {
            var expression = Translate(text);
            _exact = new Regex(expression, RegexOptions.Singleline | RegexOptions.CultureInvariant);
            _anyCase = new Regex(expression, RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
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

    /// <summary>Whether a provider's name matches, exact in case.</summary>
    /// <param name="providerName">The name.</param>
    public bool IsMatch(string providerName) => providerName == Text || _exact.IsMatch(providerName);

    /// <summary>Whether a name matches when case does not count.</summary>
    /// <param name="providerName">The name.</param>
    public bool IsMatchInAnyCase(string providerName) => _anyCase.IsMatch(providerName);

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

    /// <summary>Appends the characters between brackets; a closing one that comes first is one of them.</summary>
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
