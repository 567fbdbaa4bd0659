using CognitoUnlink.Errors;

namespace CognitoUnlink.Linking;

/// <summary>What became of an item.</summary>
/// <param name="Result">The result, also of a failed item.</param>
/// <param name="Error">An <see cref="UnlinkException"/> or <see cref="Gateway.CognitoException"/> when something is to be told.</param>
public sealed record LinkReport(LinkResult Result, Exception? Error);
