using CognitoUnlink.LocalPool.Errors;

namespace CognitoUnlink.LocalPool.Operations.Users;

/// <summary>Which attributes a client can write.</summary>
internal static class AttributeRules
{
    private static readonly HashSet<string> s_nonMutable = ["identities", "sub"];

    // https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
    private static readonly HashSet<string> s_standard =
    [
        "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname",
        "phone_number", "phone_number_verified", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo",
    ];

    public static void Check(IEnumerable<KeyValuePair<string, string?>> attributes)
    {
        foreach (var (name, _) in attributes)
        {
            if (s_nonMutable.Contains(name))
            {
                throw ServiceErrors.NonMutableAttribute(name);
            }

            if (!s_standard.Contains(name) && !name.StartsWith("custom:", StringComparison.Ordinal) && !name.StartsWith("dev:", StringComparison.Ordinal))
            {
                throw ServiceErrors.UnknownAttribute(name);
            }
        }
    }
}
