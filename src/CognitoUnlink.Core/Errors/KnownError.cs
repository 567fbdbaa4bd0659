namespace CognitoUnlink.Errors;

/// <summary>One row of <see cref="KnownErrors"/>.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Category">The name of PowerShell's error category.</param>
/// <param name="Target">What the error is about.</param>
/// <param name="Lead">What to do, said first; null where the message itself begins so, since it depends on the case.</param>
/// <param name="Advice">The recommended action in full.</param>
public sealed record KnownError(string Id, string Category, string Target, string? Lead, string Advice);
