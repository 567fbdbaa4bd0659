namespace CognitoUnlink.LocalPool.Faults;

/// <summary>A call that is not to be answered.</summary>
internal sealed class NoAnswerException(bool hang) : Exception
{
    /// <summary>Whether the connection stays open.</summary>
    public bool Hang { get; } = hang;
}
