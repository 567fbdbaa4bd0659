using static CognitoUnlink.LocalPool.Model.UserStatuses;
using static CognitoUnlink.LocalPool.Seeding.LinkKind;

namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>Forty users in fixed order, again and again: every kind is there from 40 users on.</summary>
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
