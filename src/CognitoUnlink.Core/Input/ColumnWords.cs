using System.Text;

namespace CognitoUnlink.Input;

/// <summary>
/// Recognizes columns by the words in their names: "Google Subject ID", okta_sub_id and ExternalId say which identity at a provider is meant;
/// "Employee ID" and "Department Id" do not.
/// </summary>
internal static class ColumnWords
{
    private static readonly HashSet<string> s_identities = ["identity", "identityid", "identitykey", "identityvalue", "attributevalue", "nameidentifier"];

    // "sub" also begins other words and names: "Sub Department".
    private static readonly HashSet<string> s_afterSub = ["id", "value", "claim"];

    private static readonly HashSet<string> s_products =
    [
        "okta", "google", "facebook", "apple", "amazon", "azuread", "azure", "entra", "adfs", "auth0", "microsoft", "keycloak", "onelogin", "ping", "pingfederate", "cognitosubject",
    ];

    private static readonly HashSet<string> s_providers =
    [
        .. s_products, "idp", "provider", "saml", "oidc", "oauth", "openid", "sso", "federated", "federation", "social", "linked",
        "external", "extern", "externe", "externer", "externo", "externa", "esterno", "esterna", "外部",
    ];

    private static readonly HashSet<string> s_identifiers =
    [
        "id", "ids", "sub", "uid", "oid", "guid", "uuid", "userid", "identifier", "key", "value", "login", "upn", "username", "account", "identity", "email", "mail",
        "kennung", "identifiant", "identificador", "identificativo",
    ];

    // The rest of names like SignInWithApple and "Azure AD".
    private static readonly HashSet<string> s_beside = ["ad", "sign", "in", "with"];

    // Capitals inside a word.
    private static readonly string[] s_whole = ["IdP", "OAuth", "OpenID", "OneLogin", "KeyCloak"];

    /// <summary>Whether the name says which identity at a provider is meant.</summary>
    /// <param name="name">The column's name.</param>
    internal static bool NameSubject(string name)
    {
        var words = Of(name);
        var plain = string.Concat(words);
        return s_identities.Contains(plain)
            || words.Exists(word => word.Contains("subject", StringComparison.Ordinal) || word.Contains("subjekt", StringComparison.Ordinal) || word.EndsWith("nameid", StringComparison.Ordinal))
            || IsPair(words, "name", "id")
            || (words.IndexOf("sub") is var sub and >= 0 && words.Skip(sub + 1).All(s_afterSub.Contains))
            || (words.Exists(s_providers.Contains) && (words.Exists(s_identifiers.Contains) || IsPair(words, "user", "name")))
            || (words.Exists(s_products.Contains) && words.TrueForAll(word => s_products.Contains(word) || s_beside.Contains(word)))
            || (words.Count == 1 && s_providers.Any(provider => plain.StartsWith(provider, StringComparison.Ordinal) && s_identifiers.Contains(plain[provider.Length..])));
    }

    /// <summary>Whether the name says which provider is meant.</summary>
    /// <param name="name">The column's name.</param>
    internal static bool NameProvider(string name) => Of(name).Exists(word => word is "idp" or "idps" or "provider" or "providers");

    /// <summary>The words of a name, in lower case: at blanks and punctuation, and at capitals as in samlNameId and SAMLNameID.</summary>
    private static List<string> Of(string name)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var text = s_whole.Aggregate(ColumnNames.WithoutAccents(name), (all, whole) => all.Replace(whole, whole.ToLowerInvariant(), StringComparison.Ordinal));
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (word.Length > 0 && (!char.IsLetterOrDigit(c) || IsStart(text, i)))
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    private static bool IsStart(string text, int i) =>
        char.IsAscii(text[i]) != char.IsAscii(text[i - 1])
        || (char.IsUpper(text[i]) && (char.IsLower(text[i - 1]) || (i + 1 < text.Length && char.IsLower(text[i + 1]))));

    private static bool IsPair(List<string> words, string first, string second)
    {
        var at = words.IndexOf(first);
        return at >= 0 && at + 1 < words.Count && words[at + 1] == second;
    }
}
