using CognitoUnlink.Gateway;

namespace CognitoUnlink.Linking;

/// <summary>What can be said of one item before a request.</summary>
/// <param name="Outcome">Null when the request may be sent; else how the item ends without one.</param>
/// <param name="Reason">Why it ends, when it does.</param>
/// <param name="Destination">How the request names the user; null when none is to be sent.</param>
public sealed record LinkJudgement(LinkOutcome? Outcome, string? Reason, ProviderUser? Destination);
