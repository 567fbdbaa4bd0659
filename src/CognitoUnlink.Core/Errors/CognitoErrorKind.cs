namespace CognitoUnlink.Errors;

/// <summary>What a failed call means, decided by the service's error code, never by the HTTP status.</summary>
public enum CognitoErrorKind
{
    /// <summary>A code that is not known here; see <see cref="CognitoException.ErrorCode"/>.</summary>
    Unknown,

    /// <summary>UserNotFoundException.</summary>
    UserNotFound,

    /// <summary>ResourceNotFoundException: no such pool, provider or group.</summary>
    ResourceNotFound,

    /// <summary>InvalidParameterException; unlinking what is not linked is one of them.</summary>
    InvalidParameter,

    /// <summary>NotAuthorizedException: the service refuses, for instance for the user's state.</summary>
    NotAuthorized,

    /// <summary>AccessDeniedException: the caller lacks an IAM permission.</summary>
    AccessDenied,

    /// <summary>ForbiddenException: a web application firewall refused.</summary>
    Forbidden,

    /// <summary>AliasExistsException.</summary>
    AliasExists,

    /// <summary>LimitExceededException: a resource limit such as five identities; never a throttle.</summary>
    LimitExceeded,

    /// <summary>TooManyRequestsException and its relatives: asked too fast.</summary>
    Throttled,

    /// <summary>OperationNotEnabledException: a replica pool cannot be changed.</summary>
    OperationNotEnabled,

    /// <summary>UnknownOperationException and its relatives, or HTTP 501: the server, as a rule an emulator, does not have the operation.</summary>
    OperationNotSupported,

    /// <summary>InternalErrorException or another answer that says the fault is the service's.</summary>
    ServiceFault,

    /// <summary>The keys, the token or the signature were refused.</summary>
    CredentialsRefused,

    /// <summary>No credentials were found.</summary>
    CredentialsNotFound,

    /// <summary>The named profile does not exist or cannot give credentials.</summary>
    ProfileNotFound,

    /// <summary>Somebody must sign in first: an SSO token that ended, an MFA code that nobody can be asked for.</summary>
    LoginRequired,

    /// <summary>No region was found, or what was found is not one.</summary>
    RegionNotFound,

    /// <summary>The user pool's id names another region than the one that was found.</summary>
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
