namespace CognitoUnlink.Pacing;

/// <summary>A change was cancelled before any request for it left.</summary>
internal sealed class NotSentException(CancellationToken cancellationToken) : OperationCanceledException(cancellationToken);
