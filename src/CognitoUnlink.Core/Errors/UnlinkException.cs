namespace CognitoUnlink.Errors;

/// <summary>An error that this product throws, with a message for the user. Any other exception is a defect.</summary>
public abstract class CognitoUnlinkException : Exception
{
    private protected CognitoUnlinkException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The stable id, one of <see cref="KnownErrors"/>.</summary>
    public abstract string ErrorId { get; }

    /// <summary>How far the failure reaches.</summary>
    public abstract FailureScope Scope { get; }

    /// <summary>Whether it is reported with the item. Errors from the service are, even if they end the run; a journal that cannot be written is not.</summary>
    internal bool IsOfItem => this is CognitoException || Scope != FailureScope.Run;

    /// <summary>Whether another user pool may be readable although one was not: without usable credentials, none is.</summary>
    public bool LeavesOtherPools => this is not CognitoException { Kind: CognitoErrorKind.CredentialsRefused or CognitoErrorKind.CredentialsNotFound or CognitoErrorKind.ProfileNotFound or CognitoErrorKind.LoginRequired };

    /// <summary>Returns the same failure with another message.</summary>
    /// <param name="message">The message for the user.</param>
    internal abstract CognitoUnlinkException Saying(string message);
}

/// <summary>How far a failure reaches.</summary>
public enum FailureScope
{
    /// <summary>One item; the others go on.</summary>
    Item,

    /// <summary>All other items in the same user pool.</summary>
    Pool,

    /// <summary>All other items of the run.</summary>
    Run,
}

/// <summary>An error that this product detects: bad input or a guard that refused. The message says what happened and why; what to do is in <see cref="KnownErrors"/>.</summary>
public sealed class UnlinkException : CognitoUnlinkException
{
    private readonly FailureScope? _scope;

    /// <summary>Creates the exception.</summary>
    /// <param name="errorId">One of <see cref="Errors.ErrorId"/>.</param>
    /// <param name="message">What happened and why, for the user. It names no parameter, option or command of a host.</param>
    /// <param name="innerException">The cause.</param>
    /// <param name="scope">How far it reaches; null to derive it from the id.</param>
    public UnlinkException(string errorId, string message, Exception? innerException = null, FailureScope? scope = null)
        : base(message, innerException) => (ErrorId, _scope) = (errorId, scope);

    /// <inheritdoc/>
    public override string ErrorId { get; }

    /// <inheritdoc/>
    public override FailureScope Scope => _scope ?? ErrorId switch
    {
        Errors.ErrorId.ProviderNotSpecified or Errors.ErrorId.ClientNotSpecified or Errors.ErrorId.UserPoolNotSpecified or Errors.ErrorId.EmptyValue or Errors.ErrorId.VariableNotWritable or Errors.ErrorId.FormattedObject or Errors.ErrorId.NotReportable or Errors.ErrorId.CredentialPiped or Errors.ErrorId.LocalUserPoolStopped
        or Errors.ErrorId.JournalNotWritable or Errors.ErrorId.OtherPlace or Errors.ErrorId.PlaceNotConfirmed or Errors.ErrorId.NotifyFileNotWritable or Errors.ErrorId.MaximumChangeReached
        or Errors.ErrorId.StopAfterReached => FailureScope.Run,
        Errors.ErrorId.InvalidUserPoolId or Errors.ErrorId.RecoveryByAdministratorsOnly => FailureScope.Pool,
        _ => FailureScope.Item,
    };

    internal override UnlinkException Saying(string message) => new(ErrorId, message, InnerException, _scope);
}

/// <summary>Explains why a file cannot be used, in terms of the given path, whatever was opened beside it.</summary>
public static class FileProblem
{
    /// <summary>Returns the explanation.</summary>
    /// <param name="path">The given path.</param>
    /// <param name="problem">The error from the file system.</param>
    public static string Why(string path, Exception problem) =>
        Directory.Exists(path) ? "it is a folder."
        : problem is FileNotFoundException ? "the file does not exist."
        : problem is DirectoryNotFoundException && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder ? $"the folder '{folder}' does not exist."
        : problem.Message;
}
