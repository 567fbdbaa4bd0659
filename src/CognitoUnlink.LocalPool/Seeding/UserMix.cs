using CognitoUnlink.LocalPool.Model;
using static CognitoUnlink.LocalPool.Model.UserStatuses;
using static CognitoUnlink.LocalPool.Seeding.LinkKind;

namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>Forty users in a fixed order, repeated: a pool of 40 or more has every kind.</summary>
internal static class UserMix
{
    private static readonly UserRecipe[] s_recipes =
    [
        new(Confirmed, Okta),
        new(Confirmed, OktaByEmail),
        new(Confirmed, AzureAd),
        new(Confirmed, Google) { Contact = Contact.VerifiedEmailAndPhone },
        new(Confirmed, Apple) { Contact = Contact.VerifiedEmailUnverifiedPhone },
        new(Confirmed, Okta, Google),
        new(Confirmed) { Contact = Contact.Unverified },
        new(ExternalProvider) { Own = Okta },
        new(ForceChangePassword, Okta),
        new(Confirmed, Okta, OktaByEmail),
        new(ResetRequired, Okta),
        new(ForceChangePassword, Okta, Google),
        new(Confirmed, Okta) { Enabled = false },
        new(Unconfirmed, Google) { Contact = Contact.Unverified },
        new(ExternalProvider, Google) { Own = Okta },
        new(Confirmed, Okta, Google, Apple, Facebook, Amazon),
        new(Confirmed, Google) { Contact = Contact.VerifiedEmailAndPhone },
        new(ExternalProvider) { Own = Google, Special = Special.TwinOfPrevious },
        new(Confirmed, Okta),
        new(Confirmed, Okta) { Special = Special.CaseOfPrevious },
        new(Confirmed, Okta) { Special = Special.PunctuatedSubject },
        new(Confirmed, Okta) { Special = Special.NonAscii },
        new(Confirmed, Facebook) { Contact = Contact.VerifiedEmailUnverifiedPhone },
        new(Confirmed, Amazon) { Contact = Contact.VerifiedEmailAndPhone },
        new(Confirmed, OktaByEmailUsed),
        new(Confirmed, AzureAdUnused),
        new(ExternalProvider) { Own = Google },
        new(Confirmed, Okta, AzureAd, Google) { Contact = Contact.VerifiedEmailAndPhone },
        new(Confirmed, OktaByEmail),
        new(Unconfirmed) { Contact = Contact.UnverifiedWithPhone },
        new(Confirmed, Okta) { Contact = Contact.Unverified },
        new(Confirmed, Google) { Contact = Contact.Unverified },
        new(Confirmed, AzureAd) { Contact = Contact.UnverifiedWithPhone },
        new(Confirmed) { Contact = Contact.VerifiedEmailUnverifiedPhone },
        new(ExternalProvider) { Own = Okta },
        new(Confirmed, Okta) { Contact = Contact.VerifiedPhone },
        new(Confirmed, Apple),
        new(ForceChangePassword) { Contact = Contact.Unverified },
        new(Confirmed, OktaByEmail) { Contact = Contact.Unverified },
        new(Confirmed, Google) { Contact = Contact.VerifiedPhone },
    ];

    public static UserRecipe Of(int index) => s_recipes[index % s_recipes.Length];
}

internal sealed record UserRecipe(string Status, params LinkKind[] Links)
{
    public bool Enabled { get; init; } = true;

    /// <summary>The identity that a federated profile is made of; null for native users.</summary>
    public LinkKind? Own { get; init; }

    public Special Special { get; init; }

    /// <summary>Which contacts of a native user are verified, and so whether a forgotten password can be reset.</summary>
    public Contact Contact { get; init; }
}

/// <summary>The e-mail address and phone of a generated native user.</summary>
internal enum Contact
{
    VerifiedEmail,

    VerifiedEmailAndPhone,

    /// <summary>The phone is unverified.</summary>
    VerifiedEmailUnverifiedPhone,

    /// <summary>The e-mail address is unverified.</summary>
    VerifiedPhone,

    /// <summary>An unverified e-mail address: as left by triggers that make a user with a random password. It cannot be reset.</summary>
    Unverified,

    UnverifiedWithPhone,
}

/// <summary>A name, and its letters for usernames and e-mail addresses.</summary>
internal sealed record Person(string Name, string Handle)
{
    private static readonly Person[] s_first =
    [
        new("Amelia", "amelia"), new("Noah", "noah"), new("Zoë", "zoe"), new("Liam", "liam"), new("Jürgen", "juergen"), new("Priya", "priya"),
        new("Mateo", "mateo"), new("Søren", "soeren"), new("Aisha", "aisha"), new("Łucja", "lucja"), new("Kenji", "kenji"), new("José", "jose"),
        new("Grace", "grace"), new("Андрей", "andrey"), new("Olivia", "olivia"), new("美咲", "misaki"),
    ];

    private static readonly Person[] s_last =
    [
        new("Hughes", "hughes"), new("Müller", "mueller"), new("Nakamura", "nakamura"), new("García", "garcia"), new("Okafor", "okafor"),
        new("Novák", "novak"), new("Singh", "singh"), new("O'Brien", "obrien"), new("Andersson", "andersson"), new("Rossi", "rossi"), new("Kowalski", "kowalski"),
    ];

    /// <summary>Every first name with every last name, created once, because a million users share them.</summary>
    private static readonly Person[] s_all =
        [.. from first in s_first from last in s_last select new Person($"{first.Name} {last.Name}", $"{first.Handle}.{last.Handle}")];

    public static Person Pick(ref SplitMix64 random) => s_all[random.Next(s_all.Length)];
}

/// <summary>Peculiarities of a generated user.</summary>
internal enum Special
{
    None,

    /// <summary>The federated profile of an identity that is also linked to the previous user.</summary>
    TwinOfPrevious,

    /// <summary>The first subject is that of the previous user, in the other case.</summary>
    CaseOfPrevious,

    /// <summary>Subjects with underscores, quotation marks and slashes.</summary>
    PunctuatedSubject,

    /// <summary>Username, name and subject beyond ASCII.</summary>
    NonAscii,
}
