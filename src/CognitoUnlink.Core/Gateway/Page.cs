namespace CognitoUnlink.Gateway;

/// <summary>One page of a listing. It may be short or empty without being the last.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The page's items.</param>
/// <param name="NextToken">The token of the next page; null after the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);
