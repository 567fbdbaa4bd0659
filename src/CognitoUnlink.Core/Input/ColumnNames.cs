using System.Globalization;
using System.Text;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Input;

/// <summary>
/// The names of columns that have a meaning, and of those that only look so. A column that looks like a user, a provider, a
/// subject or a user pool but is unknown must not be ignored: the row would then say more than its author meant.
/// </summary>
internal static class ColumnNames
{
    internal const string UserPoolId = "UserPoolId";
    internal const string Username = "Username";
    internal const string CognitoUsername = "cognito:username";
    internal const string Sub = "sub";
    internal const string Identities = "identities";
    internal const string Email = "email";
    internal const string ProviderName = "ProviderName";
    internal const string SocialProvider = "SocialProvider";
    internal const string OidcProvider = "OidcProvider";
    internal const string SamlProvider = "SamlProvider";
    internal const string ProviderType = "ProviderType";
    internal const string ProviderAttributeName = "ProviderAttributeName";
    internal const string ProviderAttributeValue = "ProviderAttributeValue";
    internal const string LinkedAttributeName = "LinkedAttributeName";
    internal const string LinkedAttributeValue = "LinkedAttributeValue";
    internal const string Subject = "Subject";
    internal const string Event = "Event";
    internal const string Place = "Place";

    internal const string KnownInWords = "Username, cognito:username, sub or email for the user; ProviderName for the provider; Subject or ProviderAttributeValue for the subject; UserPoolId for the pool";

    internal static readonly string[] Users = [Username, CognitoUsername];

    // SignUp calls it UserSub.
    internal static readonly string[] Subs = [Sub, "UserSub"];

    // AWS Tools for PowerShell prefixes the members that name an identity.
    internal static readonly string[] Providers = [ProviderName, "User_ProviderName", "Provider", SocialProvider, OidcProvider, SamlProvider];
    internal static readonly string[] AttributeNames = [ProviderAttributeName, "User_ProviderAttributeName"];
    internal static readonly string[] Subjects = [ProviderAttributeValue, "User_ProviderAttributeValue", Subject, "NameId", "userId"];

    // Columns of Amazon Cognito's users, of this product's objects and journals, and of PowerShell remoting, whatever they look like.
    private static readonly HashSet<string> s_harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "Attributes", "UserAttributes", "Enabled", "UserStatus", "UserCreateDate", "UserLastModifiedDate", "MFAOptions", "UserMFASettingList", "PreferredMfaSetting",
        "email_verified", "phone_number_verified", "cognito:mfa_enabled", "cognito:user_status", "updated_at",
        ProviderType, "Issuer", "Primary", "DateCreated", "IdentityCount", "SignInAfterUnlink", "Recovery",
        "Outcome", "Reason", "ErrorId", "Verified", "SignedOut", "Attempts", "Throttled", "Duration", "Seconds", "RequestId", "Timestamp",
        "Time", "Run", Event, "Format", Place, "Settings", "Totals", "PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId",
        "ClientId", "ClientName", "ProvidersBefore", "Region", "ProfileName", "EndpointUrl", "ResponseMetadata", "ContentLength", "HttpStatusCode", "LoggedAt",
    };

    private static readonly HashSet<string> s_known = new([UserPoolId, Email, Identities, LinkedAttributeName, LinkedAttributeValue, .. Users, .. Subs, .. Providers, .. AttributeNames, .. Subjects], StringComparer.OrdinalIgnoreCase);

    // Words that are close to a known name, but mean something else.
    private static readonly HashSet<string> s_otherWords = ["object", "subset", "surname", "names", "entities"];

    private static readonly Dictionary<string, string> s_otherNames = Table(
        (Username, "user users usr usrname uname benutzer benutzername benutzerkennung nutzer nutzername anwender anwendername utilisateur nomutilisateur nomdutilisateur usuario nombredeusuario nombreusuario utente nomeutente utilizador gebruiker gebruikersnaam uzytkownik kullanici kullaniciadi пользователь имяпользователя логин ユーザー ユーザー名 ユーザーid 用户 用户名 使用者 사용자"),
        (Email, "mail mails emailaddress emailaddresses mailaddress mailadresse emailadresse adresseemail correo correoelectronico courriel メール メールアドレス"),
        (Sub, "cognitosub cognitousersub awssub"),
        (Identities, "linkedidentities linkedidentity federatedidentities externalidentities useridentities cognitoidentities"),
        (Subject, "subj subjects subjekt sujet sujeto soggetto subjectid subjectvalue sujeito subjectnameid nameidentifier samlnameid samlsubject oidcsub oidcsubject providersub providersubject externalsubject externaluserid provideruserid federateduserid субъект"),
        (ProviderName, "idp idps idpname idpid identityprovider identityproviders identityprovidername anbieter anbietername fournisseur proveedor fornitore leverancier провайдер プロバイダー"),
        (UserPoolId, "pool poolid poolname userpool userpools userpoolname userpoolarn benutzerpool"));

    private static readonly string[] s_userStems =
        ["user", "usr", "benutzer", "nutzer", "anwender", "usuario", "utilisateur", "utente", "mail", "login", "logon", "signin", "account", "konto", "compte", "cuenta", "person", "employee", "mitarbeiter", "member", "principal", "kennung", "identifiant"];

    private static readonly HashSet<string> s_userWords = ["name", "names", "displayname", "fullname", "nickname", "alias", "upn", "uid", "id", "phone", "phonenumber", "who", "owner"];
    private static readonly string[] s_subjectStems = ["subject", "subjekt", "nameid", "identifier"];
    private static readonly HashSet<string> s_subjectWords =
    [
        "id", "uid", "oid", "guid", "uuid", "identity", "value", "attributevalue", "key", "kennung", "identifiant",
        "login", "loginname", "logon", "logonname", "upn", "userprincipalname", "principalname", "principal", "samaccountname", "account", "accountname",
    ];

    // Words before "id" in names without capitals.
    private static readonly HashSet<string> s_whose =
    [
        "user", "employee", "person", "personal", "member", "staff", "worker", "customer", "account", "login", "external", "ext", "federated", "federation", "social", "sso", "saml", "oidc",
        "object", "unique", "global", "okta", "google", "facebook", "apple", "amazon", "azure", "entra", "adfs", "auth0", "microsoft", "keycloak", "onelogin", "ping",
    ];

    // Names that Import-Csv, Excel, Access and pandas give to unnamed columns.
    private static readonly string[] s_nameless = ["h", "f", "column", "col", "field", "spalte", "colonne", "columna", "coluna", "colonna", "unnamed", "property"];

    // How many letters may be wrong: in a short name, two would make another word.
    private static readonly (string Name, string Plain, int MostLetters)[] s_toMisspell =
    [
        .. s_known.Select(name => (Name: name, Plain: Plain(name)))
            .Where(known => known.Plain.Length > 4)
            .Select(known => (known.Name, known.Plain, known.Plain.Length < 7 ? 1 : known.Plain.Length < 14 ? 2 : 3)),
    ];

    private static readonly char[] s_delimiters = [';', ',', '\t', '|'];

    /// <summary>The known name that was probably meant; null if the name is known itself, or close to none.</summary>
    internal static string? Misnamed(string name)
    {
        if (IsKnown(name))
        {
            return null;
        }

        var plain = Plain(name);
        if (s_otherNames.TryGetValue(plain, out var meant))
        {
            return meant;
        }

        if (s_otherWords.Contains(plain))
        {
            return null;
        }

        var near = s_toMisspell
            .Where(known => Math.Abs(known.Plain.Length - plain.Length) <= known.MostLetters)
            .Select(known => (known.Name, known.MostLetters, Distance: NearNames.Distance(plain, known.Plain)))
            .Where(known => known.Distance <= known.MostLetters)
            .OrderBy(known => known.Distance)
            .Select(known => known.Name)
            .FirstOrDefault();
        return near ?? (plain.Contains("provider", StringComparison.Ordinal) ? ProviderName : null);
    }

    /// <summary>The known name in its own case; null if the name is not known.</summary>
    internal static string? Canonical(string name) => s_known.TryGetValue(name, out var known) ? known : null;

    /// <summary>Whether the column may name the user, if no other does.</summary>
    internal static bool CouldBeUser(string name) => !IsKnown(name) && Plain(name) is var plain
        && (s_userWords.Contains(plain) || IsNameless(plain) || s_userStems.Any(stem => plain.Contains(stem, StringComparison.Ordinal)));

    /// <summary>Whether the column may name the subject at a provider, if no other does.</summary>
    internal static bool CouldBeSubject(string name) => !IsKnown(name) && Plain(name) is var plain
        && (s_subjectWords.Contains(plain) || IsNameless(plain) || s_subjectStems.Any(stem => plain.Contains(stem, StringComparison.Ordinal)) || EndsWithId(name)
            || (plain.EndsWith("id", StringComparison.Ordinal) && s_whose.Contains(plain[..^2])));

    internal static bool IsUser(string name) => Users.Concat(Subs).Append(Email).Contains(name, StringComparer.OrdinalIgnoreCase);

    internal static bool IsSubject(string name) => Subjects.Append(LinkedAttributeValue).Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a name of the subject, close to one, or has words that say so.</summary>
    internal static bool IsNearSubject(string name) => IsSubject(Misnamed(name) ?? name) || (!IsKnown(name) && ColumnWords.NameSubject(name));

    /// <summary>Whether it is a name of the provider, close to one, or has words that say so.</summary>
    internal static bool IsNearProvider(string name) =>
        Providers.Contains(Misnamed(name) ?? name, StringComparer.OrdinalIgnoreCase) || (!IsKnown(name) && ColumnWords.NameProvider(name));

    /// <summary>The delimiter in a name that has a known column among its parts: the file was read with the wrong delimiter.</summary>
    internal static char? DelimiterIn(string name)
    {
        foreach (var delimiter in s_delimiters)
        {
            if (name.Contains(delimiter, StringComparison.Ordinal) && !IsKnown(name) && name.Split(delimiter).Any(part => s_known.Contains(part.Trim(' ', '"'))))
            {
                return delimiter;
            }
        }

        return null;
    }

    /// <summary>Whether it is more likely a column's name than a user's.</summary>
    internal static bool IsHeading(string name) => IsKnown(name) || s_userWords.Contains(Plain(name))
        || (!name.Contains('@', StringComparison.Ordinal)
            && (Misnamed(name) is not null || s_userStems.Contains(Plain(name)) || s_subjectWords.Contains(Plain(name)) || (EndsWithId(name) && name.Any(char.IsLower))));

    /// <summary>Whether it has a meaning, or is known to be harmless.</summary>
    internal static bool IsKnown(string name) =>
        s_known.Contains(name) || s_harmless.Contains(name)
        || name.StartsWith("custom:", StringComparison.OrdinalIgnoreCase) || name.StartsWith("dev:", StringComparison.OrdinalIgnoreCase);

    private static bool IsNameless(string plain) =>
        plain.AsSpan().TrimEnd("0123456789").ToString() is var stem && (stem.Length == 0 || (stem.Length < plain.Length && s_nameless.Contains(stem)));

    // EmployeeId, employee_id, employee ID; not paid.
    private static bool EndsWithId(string name) =>
        name.EndsWith("ID", StringComparison.Ordinal)
        || name.EndsWith("Id", StringComparison.Ordinal)
        || (name.Length > 3 && name.EndsWith("id", StringComparison.OrdinalIgnoreCase) && !char.IsLetterOrDigit(name[^3]));

    /// <summary>The name without accents.</summary>
    internal static string WithoutAccents(string name) =>
        string.Concat(Decomposed(name).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));

    /// <summary>Lower case, without accents, letters and digits only.</summary>
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in WithoutAccents(name).Where(char.IsLetterOrDigit))
        {
            plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }

    private static string Decomposed(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormD);
        }
        catch (ArgumentException)
        {
            // A lone surrogate.
            return name;
        }
    }

    private static Dictionary<string, string> Table(params (string Meant, string Words)[] rows)
    {
        Dictionary<string, string> table = [];
        foreach (var (meant, words) in rows)
        {
            foreach (var word in words.Split(' '))
            {
                table[Plain(word)] = meant;
            }
        }

        return table;
    }
}
