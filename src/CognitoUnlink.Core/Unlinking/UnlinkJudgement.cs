using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>What the guards say of one item, given the user as just read.</summary>
/// <param name="Outcome">Null when the request may be sent; else how the item ends without one.</param>
/// <param name="SignInAfterUnlink">How the user could sign in afterwards.</param>
/// <param name="ProviderType">The provider's type, when the user's identities tell.</param>
/// <param name="Reason">Why it ends, when it does.</param>
/// <param name="Error">The refusal, when it is one.</param>
public sealed record UnlinkJudgement(
    UnlinkOutcome? Outcome,
    SignInAfterUnlink SignInAfterUnlink,
    string? ProviderType,
    string? Reason = null,
    UnlinkException? Error = null)
{
    /// <summary>Whether it is a federated profile's own identity rather than a link.</summary>
    public bool IsOwnIdentity { get; init; }

    /// <summary>Whether it depends on <see cref="UnlinkItem.HasOtherFactor"/>, which is not known.</summary>
    public bool AsksForFactors { get; init; }

    /// <summary>The <c>sub</c> of the user who was read.</summary>
    public string? Sub { get; init; }

    /// <summary>How the user's password can be reset.</summary>
    public Recovery Recovery { get; init; }

    /// <summary>The item's result as far as the judgement goes.</summary>
    /// <param name="item">The item that was judged.</param>
    public UnlinkResult ResultOf(UnlinkItem item) => item.ToResult() with
    {
        ProviderType = ProviderType,
        SignInAfterUnlink = SignInAfterUnlink,
        Sub = Sub,
        Recovery = Recovery,
        Outcome = Outcome ?? default,
        Reason = Reason,
        ErrorId = Error?.ErrorId,
    };
}
