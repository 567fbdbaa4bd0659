namespace CognitoUnlink.Gateway;

/// <summary>A region that has Amazon Cognito user pools.</summary>
/// <param name="SystemName">For instance <c>eu-west-1</c>.</param>
/// <param name="DisplayName">For instance <c>Europe (Ireland)</c>.</param>
public sealed record KnownRegion(string SystemName, string DisplayName);
