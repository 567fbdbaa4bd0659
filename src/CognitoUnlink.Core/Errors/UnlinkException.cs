namespace CognitoUnlink.Errors;

/// <summary>An error of this product's own making: bad input or a guard that refused. The message says what happened and why; what to do is in <see cref="KnownErrors"/>.</summary>
public sealed class UnlinkException : CognitoUnlinkException
{
    private readonly FailureScope? _scope;

    /// <summary>Makes the exception.</summary>
    /// <param name="errorId">One of <see cref="Errors.ErrorId"/>.</param>
    /// <param name="message">What happened and why, for a person. It names no parameter, option or command of a host.</param>
    /// <param name="innerException">The cause.</param>
    /// <param name="scope">How far it reaches; null for what follows from the id.</param>
    public UnlinkException(string errorId, string message, Exception? innerException = null, FailureScope? scope = null)
        : base(message, innerException) => (ErrorId, _scope) = (errorId, scope);

    /// <inheritdoc/>
    public override string ErrorId { get; }

    /// <inheritdoc/>
    public override FailureScope Scope => _scope ?? ErrorId switch
    {
        Errors.ErrorId.ProviderNotSpecified or Errors.ErrorId.UserPoolNotSpecified or Errors.ErrorId.EmptyValue or Errors.ErrorId.FormattedObject or Errors.ErrorId.LocalUserPoolStopped
        or Errors.ErrorId.JournalNotWritable or Errors.ErrorId.OtherPlace or Errors.ErrorId.PlaceNotConfirmed or Errors.ErrorId.MaximumChangeReached => FailureScope.Run,
        Errors.ErrorId.InvalidUserPoolId => FailureScope.Pool,
        _ => FailureScope.Item,
    };

    /// <inheritdoc/>
    internal override UnlinkException Saying(string message) => new(ErrorId, message, InnerException, _scope);
}
