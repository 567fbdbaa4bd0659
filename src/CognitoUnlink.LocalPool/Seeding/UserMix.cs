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
        new(Confirmed, Google),
        new(Confirmed, Apple),
        new(Confirmed, Okta, Google),
        new(Confirmed),
        new(ExternalProvider) { Own = Okta },
        new(ForceChangePassword, Okta),
        new(Confirmed, Okta, OktaByEmail),
        new(ResetRequired, Okta),
        new(ForceChangePassword, Okta, Google),
        new(Confirmed, Okta) { Enabled = false },
        new(Unconfirmed, Google),
        new(ExternalProvider, Google) { Own = Okta },
        new(Confirmed, Okta, Google, Apple, Facebook, Amazon),
        new(Confirmed, Google),
        new(ExternalProvider) { Own = Google, Special = Special.TwinOfPrevious },
        new(Confirmed, Okta),
        new(Confirmed, Okta) { Special = Special.CaseOfPrevious },
        new(Confirmed, Okta) { Special = Special.PunctuatedSubject },
        new(Confirmed, Okta) { Special = Special.NonAscii },
        new(Confirmed, Facebook),
        new(Confirmed, Amazon),
        new(Confirmed, OktaByEmailUsed),
        new(Confirmed, AzureAdUnused),
        new(ExternalProvider) { Own = Google },
        new(Confirmed, Okta, AzureAd, Google),
        new(Confirmed, OktaByEmail),
        new(Unconfirmed),
        new(Confirmed, Okta),
        new(Confirmed, Google),
        new(Confirmed, AzureAd),
        new(Confirmed),
        new(ExternalProvider) { Own = Okta },
        new(Confirmed, Okta),
        new(Confirmed, Apple),
        new(ForceChangePassword),
        new(Confirmed, OktaByEmail),
        new(Confirmed, Google),
    ];

    public static UserRecipe Of(int index) => s_recipes[index % s_recipes.Length];
}
