namespace CognitoUnlink.Pacing;

/// <summary>A change was cancelled, and nothing that was sent for it had an effect.</summary>
internal sealed class WithoutEffectException(CancellationToken cancellationToken) : OperationCanceledException(cancellationToken);
