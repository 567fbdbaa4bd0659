namespace CognitoUnlink.Errors;

/// <summary>A failed call to Cognito. The message is meant for people and contains no secrets.</summary>
public sealed class CognitoException : CognitoUnlinkException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What it means.</param>
    /// <param name="message">The message for the user.</param>
    /// <param name="innerException">The cause; never one of an AWSSDK type, which would leave its load context.</param>
    public CognitoException(CognitoErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What it means.</summary>
    public CognitoErrorKind Kind { get; }

    /// <summary>The service's code, for instance <c>UserNotFoundException</c>; null if the service gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The operation, for instance <c>AdminGetUser</c>; null if none was called.</summary>
    public string? Operation { get; init; }

    /// <summary>The request's id; null when there was no answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>How many requests the call took before it failed for good.</summary>
    public int Attempts { get; internal set; } = 1;

    /// <summary>How many of them the service throttled.</summary>
    public int Throttled { get; internal set; }

    /// <summary>Whether an earlier attempt of the call got no clear answer, so that it may have taken effect.</summary>
    public bool MayHaveTakenEffect { get; internal set; }

    /// <summary>Whether the same call may succeed on retry: it was throttled, or the service or the connection failed.</summary>
    public bool IsTransient => Kind is CognitoErrorKind.Throttled or CognitoErrorKind.ServiceFault
        or CognitoErrorKind.Timeout or CognitoErrorKind.ConnectionFailed;

    /// <summary>Whether any attempt of the call may have been carried out, this one or an earlier one. A throttled request was not.</summary>
    public bool MayHaveBeenCarriedOut => MayHaveTakenEffect || (IsTransient && Kind != CognitoErrorKind.Throttled);

    /// <inheritdoc/>
    public override string ErrorId => Kind.ToString();

    /// <inheritdoc/>
    public override FailureScope Scope => FailsEveryCall ? FailureScope.Run : FailsForThePool ? FailureScope.Pool : FailureScope.Item;

    // Credentials, permissions, region or endpoint.
    private bool FailsEveryCall => Kind is CognitoErrorKind.AccessDenied or CognitoErrorKind.CredentialsRefused
        or CognitoErrorKind.CredentialsNotFound or CognitoErrorKind.ProfileNotFound or CognitoErrorKind.LoginRequired or CognitoErrorKind.RegionNotFound
        or CognitoErrorKind.InvalidEndpoint or CognitoErrorKind.OperationNotEnabled or CognitoErrorKind.OperationNotSupported;

    // If a request names a provider, "not found" may mean the provider.
    private bool FailsForThePool => Kind == CognitoErrorKind.RegionMismatch
        || (Kind == CognitoErrorKind.ResourceNotFound && Operation is ("ListUsers" or "AdminGetUser" or "ListIdentityProviders"));

    /// <summary>The failure of a change that had been sent, but not answered, when the run was stopped.</summary>
    internal static CognitoException Unanswered(string operation) =>
        new(CognitoErrorKind.Timeout, "The run was stopped before Amazon Cognito answered, so the change may or may not have been made.")
        {
            Operation = operation,
            MayHaveTakenEffect = true,
        };

    /// <summary>Returns the same failure with a secret removed from its message.</summary>
    /// <param name="secret">The secret.</param>
    public CognitoException Without(string secret) => Saying(Message.Replace(secret, "***", StringComparison.Ordinal));

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

/// <summary>What a failed call means, determined by the service's error code, never by the HTTP status.</summary>
public enum CognitoErrorKind
{
    /// <summary>An unknown code; see <see cref="CognitoException.ErrorCode"/>.</summary>
    Unknown,

    /// <summary>UserNotFoundException.</summary>
    UserNotFound,

    /// <summary>ResourceNotFoundException: no such pool, provider or group.</summary>
    ResourceNotFound,

    /// <summary>InvalidParameterException; unlinking what is not linked is one of them.</summary>
    InvalidParameter,

    /// <summary>NotAuthorizedException: the service refuses, for instance because of the user's state.</summary>
    NotAuthorized,

    /// <summary>AccessDeniedException: the caller lacks an IAM permission.</summary>
    AccessDenied,

    /// <summary>ForbiddenException: a web application firewall refused.</summary>
    Forbidden,

    /// <summary>AliasExistsException.</summary>
    AliasExists,

    /// <summary>LimitExceededException: a resource limit such as five identities; never a throttle.</summary>
    LimitExceeded,

    /// <summary>TooManyRequestsException and its relatives: too many requests per second.</summary>
    Throttled,

    /// <summary>OperationNotEnabledException: a replica pool cannot be changed.</summary>
    OperationNotEnabled,

    /// <summary>UnknownOperationException and its relatives, or HTTP 501: the server, as a rule an emulator, does not have the operation.</summary>
    OperationNotSupported,

    /// <summary>InternalErrorException or another answer that reports a fault of the service.</summary>
    ServiceFault,

    /// <summary>The keys, the token or the signature were refused.</summary>
    CredentialsRefused,

    /// <summary>No credentials were found.</summary>
    CredentialsNotFound,

    /// <summary>The named profile does not exist or cannot give credentials.</summary>
    ProfileNotFound,

    /// <summary>The user must sign in first: an SSO token has expired, or an MFA code cannot be prompted for.</summary>
    LoginRequired,

    /// <summary>No region was found, or the one found is not valid.</summary>
    RegionNotFound,

    /// <summary>The user pool's id names a different region from the one found.</summary>
    RegionMismatch,

    /// <summary>The endpoint URL is not usable.</summary>
    InvalidEndpoint,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>No connection: refused, reset, or the name does not resolve.</summary>
    ConnectionFailed,

    /// <summary>An answer that does not come from Cognito, for instance a proxy's HTML page.</summary>
    UnexpectedResponse,
}
