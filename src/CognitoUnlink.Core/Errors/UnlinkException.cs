namespace CognitoUnlink.Errors;

/// <summary>An error of this product's own making: bad input or a guard that refused. The message says what happened and why; what to do is in <see cref="KnownErrors"/>.</summary>
public sealed class UnlinkException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="errorId">One of <see cref="Errors.ErrorId"/>.</param>
    /// <param name="message">What happened and why, for a person. It names no parameter, option or command of a host.</param>
    /// <param name="innerException">The cause.</param>
    public UnlinkException(string errorId, string message, Exception? innerException = null)
        : base(message, innerException) => ErrorId = errorId;

    /// <summary>The stable id, one of <see cref="Errors.ErrorId"/>.</summary>
    public string ErrorId { get; }

    /// <summary>Whether whatever else the run is given would end the same way.</summary>
    public bool DoomsTheRun => ErrorId is Errors.ErrorId.ProviderNotSpecified or Errors.ErrorId.UserPoolNotSpecified or Errors.ErrorId.FormattedObject or Errors.ErrorId.LocalUserPoolStopped
        or Errors.ErrorId.JournalNotWritable or Errors.ErrorId.MaximumChangeReached;
}
