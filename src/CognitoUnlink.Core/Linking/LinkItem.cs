using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Linking;

/// <summary>One identity to link to a user.</summary>
public sealed record LinkItem
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user to link it to.</summary>
    public required string Username { get; init; }

    /// <summary>The provider, attribute and value to name in the request.</summary>
    public required ProviderUser Source { get; init; }

    /// <summary>The provider's type, when known.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The <c>sub</c> of the user who had it; another user with that name must not get it.</summary>
    public string? SeenOnSub { get; init; }

    /// <summary>What the row that names it says about the user; null if there is none, or it says nothing.</summary>
    public UserAsSaid? Said { get; init; }

    /// <summary>The journal whose record it undoes, as the subject of a sentence in messages; null for none.</summary>
    public string? Journal { get; init; }

    /// <summary>Where that record was made; null when it does not say.</summary>
    public Place? Made { get; init; }

    /// <summary>The user as read for a preview; the link itself always reads again.</summary>
    public CognitoUser? User { get; init; }

    /// <summary>Whether a read for a preview found no such user.</summary>
    public bool IsUserGone { get; init; }

    /// <summary>Creates a result with everything known before anything is done.</summary>
    public LinkResult ToResult() => new()
    {
        UserPoolId = UserPoolId,
        Username = Username,
        ProviderName = Source.ProviderName,
        ProviderType = ProviderType,
        ProviderAttributeName = Source.ProviderAttributeName,
        ProviderAttributeValue = Source.ProviderAttributeValue,
    };

    /// <summary>Describes user, provider and subject, for prompts.</summary>
    public string Describe()
    {
        var by = Source.ProviderAttributeName == ProviderUser.CognitoSubject ? string.Empty : $" by {Source.ProviderAttributeName}";
        return $"user pool {UserPoolId}, user '{Username}', {Source.ProviderName} identity '{Source.ProviderAttributeValue}'{by}";
    }
}
