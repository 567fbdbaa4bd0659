using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Retirement;

/// <summary>The result for a user who was to get a password to reset. It never contains the password, which nobody knows.</summary>
public sealed record FallbackResult
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user.</summary>
    public required string Username { get; init; }

    /// <summary>The user's <c>sub</c>; null if no user was read.</summary>
    public string? Sub { get; init; }

    /// <summary>The user's status before; null if no user was read.</summary>
    public string? UserStatus { get; init; }

    /// <summary>How it ended.</summary>
    public FallbackOutcome Outcome { get; init; }

    /// <summary>The reason, if any.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of its error, as in <see cref="KnownErrors"/>; null when there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>How the user could have signed in without the providers, before.</summary>
    public SignInAfterUnlink SignInAfterUnlink { get; init; }

    /// <summary>How the user's password can be reset.</summary>
    public Recovery Recovery { get; init; }

    /// <summary>How many requests to set the password were sent.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of them the service throttled.</summary>
    public int Throttled { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The id of the request that the service accepted.</summary>
    public string? RequestId { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime Timestamp { get; init; }
}

/// <summary>The outcome for a user who was to get a password to reset.</summary>
public enum FallbackOutcome
{
    /// <summary>The user has a password that nobody knows, and can reset it.</summary>
    PasswordSet,

    /// <summary>The user has another way in.</summary>
    NotNeeded,

    /// <summary>In a rehearsal: the run would set one.</summary>
    WouldSetPassword,

    /// <summary>A guard refused, and nothing was sent.</summary>
    Skipped,

    /// <summary>It failed.</summary>
    Failed,
}

/// <summary>The report on a user who was to get a password to reset.</summary>
/// <param name="Result">The result, even of a failed item.</param>
/// <param name="Error">Why it failed or was kept; null when there is nothing to report.</param>
public sealed record FallbackReport(FallbackResult Result, CognitoUnlinkException? Error) : ChangeReport(Error)
{
    /// <summary>The result, with the error's id.</summary>
    public FallbackResult Result { get; init; } = Error is null ? Result : Result with { ErrorId = Error.ErrorId };

    /// <summary>Whether a user was changed, or may have been by a request without an answer.</summary>
    public override bool IsChange =>
        Result.Outcome is FallbackOutcome.PasswordSet or FallbackOutcome.WouldSetPassword || MayHaveBeenMadeBy("AdminSetUserPassword");

    /// <inheritdoc/>
    public override string Outcome => Result.Outcome.ToString();

    /// <inheritdoc/>
    public override bool IsFailure => Result.Outcome == FallbackOutcome.Failed;

    /// <inheritdoc/>
    public override object Item => Result;
}

/// <summary>A user who may need a password to reset once their identities of some providers are gone.</summary>
public sealed record FallbackItem
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user.</summary>
    public required string Username { get; init; }

    /// <summary>The <c>sub</c> of the intended user; null if not known.</summary>
    public string? SeenOnSub { get; init; }

    /// <summary>The provider to be removed, if a row names it and no filter does.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The providers to be removed; null for <see cref="ProviderName"/>.</summary>
    public ProviderFilter? Filter { get; init; }

    /// <summary>The user as a listing shows them; null if they were not looked up.</summary>
    public CognitoUser? Listed { get; init; }

    /// <summary>The pool's settings for ways to sign in; null if they were not read.</summary>
    public SignInSettings? Settings { get; init; }

    /// <summary>Whether an identity counts as gone.</summary>
    /// <param name="identity">The identity.</param>
    public bool Goes(IdentityEntry identity) => Filter is { Patterns.Count: > 0 }
        ? Filter.Patterns.Any(pattern => pattern.IsMatch(identity.ProviderName))
        : ProviderName is null || identity.ProviderName == ProviderName || identity.ProviderName == FormulaText.Unescape(ProviderName);

    internal FallbackResult ToResult() => new() { UserPoolId = UserPoolId, Username = Listed?.Username ?? Username, Sub = Listed?.Sub ?? SeenOnSub, UserStatus = Listed?.UserStatus };
}
