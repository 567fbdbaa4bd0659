namespace CognitoUnlink.Errors;

/// <summary>A call to Cognito that failed. The message is made for people and carries no secret.</summary>
public sealed class CognitoException : CognitoUnlinkException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="kind">What it means.</param>
    /// <param name="message">Words for a person.</param>
    /// <param name="innerException">The cause; never one of an AWSSDK type, which would leave its load context.</param>
    public CognitoException(CognitoErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What it means.</summary>
    public CognitoErrorKind Kind { get; }

    /// <summary>The service's code, for instance <c>UserNotFoundException</c>; null when the service said none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The operation, for instance <c>AdminGetUser</c>; null before any.</summary>
    public string? Operation { get; init; }

    /// <summary>The request's id; null when there was no answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>How many requests the call took before it failed for good.</summary>
    public int Attempts { get; internal set; } = 1;

    /// <summary>How many of them the service throttled.</summary>
    public int Throttled { get; internal set; }

    /// <summary>Whether an earlier attempt of the call brought no clear answer, so that it may have taken effect.</summary>
    public bool MayHaveTakenEffect { get; internal set; }

    /// <summary>Whether the same call may succeed when repeated: throttled, the service's own fault, or the way to it.</summary>
    public bool IsTransient => Kind is CognitoErrorKind.Throttled or CognitoErrorKind.ServiceFault
        or CognitoErrorKind.Timeout or CognitoErrorKind.ConnectionFailed;

    /// <summary>Whether any attempt of the call may have been carried out, this one or one before. A throttled request was not.</summary>
    public bool MayHaveBeenCarriedOut => MayHaveTakenEffect || (IsTransient && Kind != CognitoErrorKind.Throttled);

    /// <inheritdoc/>
    public override string ErrorId => Kind.ToString();

    /// <inheritdoc/>
    public override FailureScope Scope => FailsEveryCall ? FailureScope.Run : FailsForThePool ? FailureScope.Pool : FailureScope.Item;

    // Credentials, permissions, region or endpoint.
    private bool FailsEveryCall => Kind is CognitoErrorKind.AccessDenied or CognitoErrorKind.CredentialsRefused
        or CognitoErrorKind.CredentialsNotFound or CognitoErrorKind.ProfileNotFound or CognitoErrorKind.LoginRequired or CognitoErrorKind.RegionNotFound
        or CognitoErrorKind.InvalidEndpoint or CognitoErrorKind.OperationNotEnabled or CognitoErrorKind.OperationNotSupported;

    // Where a request names a provider, "not found" may be about that.
    private bool FailsForThePool => Kind == CognitoErrorKind.RegionMismatch
        || (Kind == CognitoErrorKind.ResourceNotFound && Operation is ("ListUsers" or "AdminGetUser" or "ListIdentityProviders"));

    /// <summary>The failure of a change that was sent and not answered when the run was stopped.</summary>
    /// <param name="operation">The operation.</param>
    internal static CognitoException Unanswered(string operation) =>
        new(CognitoErrorKind.Timeout, "The run was stopped before Amazon Cognito had answered, so this may have been done.")
        {
            Operation = operation,
            MayHaveTakenEffect = true,
        };

    /// <inheritdoc/>
    internal override CognitoException Saying(string message) => new(Kind, message, InnerException)
    {
        ErrorCode = ErrorCode,
        Operation = Operation,
        RequestId = RequestId,
        StatusCode = StatusCode,
        Attempts = Attempts,
        Throttled = Throttled,
        MayHaveTakenEffect = MayHaveTakenEffect,
    };
}
