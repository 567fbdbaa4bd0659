using CognitoUnlink.Errors;

namespace CognitoUnlink.LocalUserPools;

/// <summary>What a local user pool was asked for and cannot do, for instance start; in words that say what to do.</summary>
public sealed class LocalUserPoolException : CognitoUnlinkException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Words for a person.</param>
    /// <param name="innerException">The cause.</param>
    public LocalUserPoolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override string ErrorId => Errors.ErrorId.LocalUserPoolNotStarted;

    /// <inheritdoc/>
    public override FailureScope Scope => FailureScope.Item;

    /// <inheritdoc/>
    internal override LocalUserPoolException Saying(string message) => new(message, InnerException);
}
