namespace CognitoUnlink.Completion;

/// <summary>A value that an argument can be completed to.</summary>
/// <param name="Value">The value as the parameter takes it.</param>
/// <param name="ToolTip">What a person wants to know of it; never empty.</param>
public sealed record Candidate(string Value, string ToolTip);
