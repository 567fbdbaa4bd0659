using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Retirement;

/// <summary>A user who may need a password to reset once their identities of some providers are gone.</summary>
public sealed record FallbackItem
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user.</summary>
    public required string Username { get; init; }

    /// <summary>The <c>sub</c> of the user who is meant; null when nothing says it.</summary>
    public string? SeenOnSub { get; init; }

    /// <summary>The provider that goes, where a row names it and no filter does.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The providers that go; null for <see cref="ProviderName"/>.</summary>
    public ProviderFilter? Filter { get; init; }

    /// <summary>The user as a listing shows them; null when they were not looked up.</summary>
    public CognitoUser? Listed { get; init; }

    /// <summary>What the pool says about ways to sign in; null when that was not read.</summary>
    public SignInSettings? Settings { get; init; }

    /// <summary>Whether an identity counts as gone.</summary>
    /// <param name="identity">The identity.</param>
    public bool Goes(IdentityEntry identity) => Filter is { Patterns.Count: > 0 }
        ? Filter.Patterns.Any(pattern => pattern.IsMatch(identity.ProviderName))
        : ProviderName is null || identity.ProviderName == ProviderName || identity.ProviderName == FormulaText.Unescape(ProviderName);

    /// <summary>The result of an item about which nothing is known yet.</summary>
    internal FallbackResult ToResult() => new() { UserPoolId = UserPoolId, Username = Listed?.Username ?? Username, Sub = Listed?.Sub ?? SeenOnSub, UserStatus = Listed?.UserStatus };
}
