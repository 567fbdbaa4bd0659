using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>The guards' judgement of one item, given the user as just read.</summary>
/// <param name="Outcome">Null if the request may be sent; otherwise how the item ends without one.</param>
/// <param name="SignInAfterUnlink">How the user could sign in afterwards.</param>
/// <param name="ProviderType">The provider's type, if the user's identities show it.</param>
/// <param name="Reason">Why it ends, if it does.</param>
/// <param name="Error">The refusal, if it is one.</param>
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
    public bool NeedsFactors { get; init; }

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

/// <summary>How to unlink.</summary>
public sealed record UnlinkOptions
{
    /// <summary>Unlink even when the user has no other way to sign in.</summary>
    public bool AllowLockout { get; init; }

    /// <summary>Unlink even when the user's password cannot be reset without an administrator. <see cref="AllowLockout"/> implies it.</summary>
    public bool AllowNoRecovery { get; init; }

    /// <summary>
    /// Before refusing a user for lack of a way in, check for a passkey or a one-time code, which then counts as one. Each check is a
    /// request, billed like a read.
    /// </summary>
    public bool CheckFactors { get; init; }

    /// <summary>
    /// Link an identity again at once if a read after its unlink shows that another change has meanwhile left the user without a way in. Not
    /// with <see cref="AllowLockout"/>.
    /// </summary>
    public bool Repair { get; init; }

    /// <summary>Read the user afterwards to confirm that the identity is gone. This is always done for SAML and OIDC identities, with Repair, and if only another federated identity is left.</summary>
    public bool Verify { get; init; }

    /// <summary>Revoke the user's tokens afterwards.</summary>
    public bool SignOut { get; init; }
}
