namespace CognitoUnlink.Journaling;

/// <summary>What tells one item of a journal from another. Everything is exact in case.</summary>
/// <param name="UserPoolId">The user pool.</param>
/// <param name="Username">The user; null when only provider and subject were given.</param>
/// <param name="ProviderName">The provider's name.</param>
/// <param name="ProviderAttributeValue">The subject, NameID or linked value. The attribute's name does not count, since a run may find another that works.</param>
public readonly record struct JournalItem(string UserPoolId, string? Username, string ProviderName, string ProviderAttributeValue);
