namespace CognitoUnlink.Soak;

/// <summary>An identity as a listing shows it.</summary>
internal sealed record Link(string Username, string Provider, string Subject);
