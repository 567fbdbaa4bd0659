using CognitoUnlink.Errors;

namespace CognitoUnlink.Unlinking;

/// <summary>What became of an item.</summary>
/// <param name="Result">The result, also of a failed item.</param>
/// <param name="Error">An <see cref="UnlinkException"/> or <see cref="Gateway.CognitoException"/> when something is to be told.</param>
public sealed record UnlinkReport(UnlinkResult Result, Exception? Error);
