namespace CognitoUnlink.Errors;

/// <summary>An error that this product throws, in words for a person. Any other exception is a defect.</summary>
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

    /// <summary>Whether it is reported with the item that met it. What the service says is, also where it ends the run; a journal that cannot be written is not.</summary>
    internal bool IsOfItem => this is CognitoException || Scope != FailureScope.Run;

    /// <summary>The same failure in other words.</summary>
    /// <param name="message">Words for a person.</param>
    internal abstract CognitoUnlinkException Saying(string message);
}

/// <summary>How far a failure reaches.</summary>
public enum FailureScope
{
    /// <summary>One item; the others go on.</summary>
    Item,

    /// <summary>Whatever else is in the same user pool.</summary>
    Pool,

    /// <summary>Whatever else the run is given.</summary>
    Run,
}
