using System.Globalization;
using CognitoUnlink.LocalPool.Model;
using static CognitoUnlink.LocalPool.Seeding.GeneratedProviders;

namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>Makes the n-th user of a generated pool; it depends on pool id, seed and n only.</summary>
internal sealed class UserFactory(string poolId, int seed, DateTime firstCreated)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_linkedAfter = TimeSpan.FromHours(1);

    public User Make(int index)
    {
        var recipe = UserMix.Of(index);
        var random = RandomOf(index);
        var sub = random.Uuid();
        var created = firstCreated + (index * s_interval) + TimeSpan.FromMilliseconds(random.Next(1000));
        var person = PersonOf(recipe.Special == Special.TwinOfPrevious ? index - 1 : index);
        var email = person.Handle + "@example.com";
        var identities = IdentitiesOf(index, recipe, email, created);

        var user = new User(recipe.Own is null ? UsernameOf(recipe, person, index) : $"{identities[0].ProviderName}_{identities[0].Key.Value}", sub)
        {
            Status = recipe.Status,
            Enabled = recipe.Enabled,
            Created = created,
            LastModified = created,
        };
        user.Attributes.Fill([new("email", email), new("email_verified", IsEmailVerified(recipe) ? "true" : "false"), new("name", person.Name), .. PhoneOf(index, recipe)]);
        identities.ForEach(user.AddIdentity);
        return user;
    }

    private static bool IsEmailVerified(UserRecipe recipe) =>
        recipe.Own is null && recipe.Contact is Contact.VerifiedEmail or Contact.VerifiedEmailAndPhone or Contact.VerifiedEmailUnverifiedPhone;

    private KeyValuePair<string, string>[] PhoneOf(int index, UserRecipe recipe)
    {
        if (recipe.Contact is Contact.VerifiedEmail or Contact.Unverified)
        {
            return [];
        }

        // Its own random stream, so that the rest of the user does not change.
        var random = new SplitMix64(SplitMix64.SeedOf(poolId, unchecked((ulong)seed), (ulong)index, 3));
        var isVerified = recipe.Contact is Contact.VerifiedPhone or Contact.VerifiedEmailAndPhone;
        return [new("phone_number", $"+1{2 + random.Next(8)}{random.Text(Alphabets.Digits, 2)}555{random.Text(Alphabets.Digits, 4)}"), new("phone_number_verified", isVerified ? "true" : "false")];
    }

    private static string UsernameOf(UserRecipe recipe, Person person, int index) =>
        recipe.Special == Special.NonAscii ? string.Create(CultureInfo.InvariantCulture, $"zoë.日本{index + 1}") : person.Handle;

    private Person PersonOf(int index)
    {
        var random = new SplitMix64(SplitMix64.SeedOf(poolId, unchecked((ulong)seed), (ulong)index, 1));
        var person = Person.Pick(ref random);
        return person with { Handle = string.Create(CultureInfo.InvariantCulture, $"{person.Handle}{index + 1}") };
    }

    private List<Identity> IdentitiesOf(int index, UserRecipe recipe, string email, DateTime created)
    {
        var identities = new List<Identity>(recipe.Links.Length + 1);
        if (recipe.Own is { } own)
        {
            var subject = recipe.Special == Special.TwinOfPrevious ? SubjectOf(index - 1, own, 0) : SubjectOf(index, own, 0);
            identities.Add(IdentityFactory.Make(own, subject, email, created, primary: true));
        }

        foreach (var kind in recipe.Links)
        {
            identities.Add(IdentityFactory.Make(kind, SpecialSubject(index, recipe, kind, identities.Count), email, created + s_linkedAfter, primary: false));
        }

        return identities;
    }

    private string SpecialSubject(int index, UserRecipe recipe, LinkKind kind, int ordinal) => recipe.Special switch
    {
        Special.CaseOfPrevious => SwapCase(SubjectOf(index - 1, kind, ordinal)),
        Special.PunctuatedSubject => $"corp\\_{SubjectOf(index, kind, ordinal)}_\"q\"/a'b/c_d",
        Special.NonAscii => $"Jürgen.Groß-{SubjectOf(index, kind, ordinal)}-日本",
        _ => SubjectOf(index, kind, ordinal),
    };

    private string SubjectOf(int index, LinkKind kind, int ordinal)
    {
        var random = new SplitMix64(SplitMix64.SeedOf(poolId, unchecked((ulong)seed), (ulong)index, 2, (ulong)ordinal));
        return IdentityFactory.Subject(kind, ref random);
    }

    private SplitMix64 RandomOf(int index) => new(SplitMix64.SeedOf(poolId, unchecked((ulong)seed), (ulong)index));

    private static string SwapCase(string text) =>
        string.Concat(text.Select(static character => char.IsUpper(character) ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character)));
}

/// <summary>Makes identities of generated users, with subjects as the providers really send them.</summary>
internal static class IdentityFactory
{
    public static Identity Make(LinkKind kind, string subject, string email, DateTime created, bool primary) => kind switch
    {
        LinkKind.Okta => Saml(IdentityKey.Subject, subject, subject),
        LinkKind.OktaByEmail => Saml("email", email, null),
        LinkKind.OktaByEmailUsed => Saml("email", email, subject),
        LinkKind.AzureAd => Plain(AzureAd, ProviderTypes.Oidc, subject) with { SignedInSubject = subject },
        LinkKind.AzureAdUnused => Plain(AzureAd, ProviderTypes.Oidc, subject),
        LinkKind.Google => Plain(Google, Google, subject),
        LinkKind.Apple => Plain(Apple, Apple, subject),
        LinkKind.Facebook => Plain(Facebook, Facebook, subject),
        _ => Plain(Amazon, Amazon, subject),
    } with { Primary = primary, DateCreated = created };

    public static string Subject(LinkKind kind, ref SplitMix64 random) => kind switch
    {
        LinkKind.AzureAd or LinkKind.AzureAdUnused => random.Text(Alphabets.Base64Url, 43),
        LinkKind.Google => "1" + random.Text(Alphabets.Digits, 20),
        LinkKind.Apple => $"00{random.Text(Alphabets.Digits, 4)}.{random.Text(Alphabets.Hex, 32)}.{random.Text(Alphabets.Digits, 4)}",
        LinkKind.Facebook => "1" + random.Text(Alphabets.Digits, 16),
        LinkKind.Amazon => "amzn1.account." + random.Text(Alphabets.UpperAlphanumeric, 27),
        _ => "00u" + random.Text(Alphabets.Alphanumeric, 17),
    };

    private static Identity Saml(string attribute, string value, string? signedIn) => new()
    {
        ProviderName = Okta,
        ProviderType = ProviderTypes.Saml,
        AttributeName = attribute,
        Value = value,
        SignedInSubject = signedIn,
        Issuer = OktaIssuer,
        DateCreated = default,
    };

    private static Identity Plain(string provider, string type, string subject) => new()
    {
        ProviderName = provider,
        ProviderType = type,
        AttributeName = IdentityKey.Subject,
        Value = subject,
        DateCreated = default,
    };
}

internal enum LinkKind
{
    /// <summary>SAML, linked by Cognito_Subject, used since.</summary>
    Okta,

    /// <summary>SAML, linked by email, used since: it answers to the NameID only.</summary>
    OktaByEmailUsed,

    /// <summary>SAML, linked by email, never used: it answers to email only.</summary>
    OktaByEmail,

    /// <summary>OIDC, used.</summary>
    AzureAd,

    /// <summary>OIDC, linked by Cognito_Subject, never used.</summary>
    AzureAdUnused,

    Google,

    Apple,

    Facebook,

    Amazon,
}
