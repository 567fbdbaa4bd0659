namespace CognitoUnlink.LocalUserPools;

/// <summary>What a local user pool was asked for and cannot do, for instance start; in words that say what to do.</summary>
public sealed class LocalUserPoolException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Words for a person.</param>
    /// <param name="innerException">The cause.</param>
    public LocalUserPoolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
