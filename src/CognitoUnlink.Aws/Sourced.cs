namespace CognitoUnlink.Aws;

/// <summary>A setting, and what said it.</summary>
internal sealed record Sourced<T>(T Value, string Source);
