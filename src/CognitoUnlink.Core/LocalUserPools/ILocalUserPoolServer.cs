using CognitoUnlink.Errors;

namespace CognitoUnlink.LocalUserPools;

/// <summary>A running local user pool. Disposing it stops the server and frees its port.</summary>
public interface ILocalUserPoolServer : IDisposable
{
    /// <summary>How to reach it.</summary>
    LocalUserPool UserPool { get; }

    /// <summary>How many requests it accepts; no limits unless set.</summary>
    /// <exception cref="LocalUserPoolException">A category is unknown, or a number is not valid.</exception>
    LocalUserPoolQuotas Quotas { get; set; }

    /// <summary>The requests that it received, oldest first, without control requests.</summary>
    IReadOnlyList<LocalUserPoolRequest> GetRequests();

    /// <summary>Forgets the requests seen so far.</summary>
    void ClearRequests();

    /// <summary>Makes some of the following requests fail or wait.</summary>
    /// <param name="fault">Which requests, and how.</param>
    /// <exception cref="LocalUserPoolException">The fault contradicts itself or can never happen.</exception>
    void AddFault(LocalUserPoolFault fault);

    /// <summary>The faults in the order in which they were added, with how often each has happened.</summary>
    IReadOnlyList<LocalUserPoolFault> GetFaults();

    /// <summary>Removes all faults.</summary>
    void ClearFaults();
}

/// <summary>Starts local user pools. The implementation is loaded on first use.</summary>
public interface ILocalUserPoolFactory
{
    /// <summary>Starts a server on 127.0.0.1 and fills its pool.</summary>
    /// <param name="options">The pool to create.</param>
    /// <exception cref="LocalUserPoolException">The port is in use, or the seed file cannot be used.</exception>
    ILocalUserPoolServer Start(LocalUserPoolOptions options);
}

/// <summary>Something that a local user pool cannot do, for instance start; the message says what to do.</summary>
public sealed class LocalUserPoolException : CognitoUnlinkException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message for the user.</param>
    /// <param name="innerException">The cause.</param>
    public LocalUserPoolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override string ErrorId => Errors.ErrorId.LocalUserPoolNotStarted;

    /// <inheritdoc/>
    public override FailureScope Scope => FailureScope.Item;

    internal override LocalUserPoolException Saying(string message) => new(message, InnerException);
}

/// <summary>How to reach a local user pool: the properties pipe to parameters of the same names.</summary>
/// <param name="UserPoolId">The pool's id.</param>
/// <param name="EndpointUrl">Its URL on 127.0.0.1, for any Cognito client.</param>
/// <param name="Region">The region to sign for.</param>
/// <param name="AccessKey">The access key that it accepts.</param>
/// <param name="SecretKey">The secret key that it accepts; it protects nothing.</param>
public sealed record LocalUserPool(string UserPoolId, string EndpointUrl, string Region, string AccessKey, string SecretKey)
{
    /// <summary>The pool's id and URL.</summary>
    public override string ToString() => $"{UserPoolId} at {EndpointUrl}";
}

/// <summary>The local user pool to create.</summary>
public sealed record LocalUserPoolOptions
{
    /// <summary>The port on 127.0.0.1; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The default id of a pool.</summary>
    public const string DefaultUserPoolId = "us-east-1_LocalPool";

    /// <summary>The pool's id, whose prefix is the region; null for the one in the seed file, or else <see cref="DefaultUserPoolId"/>.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>How many users to generate; 0 for an empty pool.</summary>
    public int UserCount { get; init; }

    /// <summary>The seed; the same seed and count give the same pool.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A JSON file with the pool's providers, groups and users, instead of generated ones.</summary>
    public string? SeedPath { get; init; }

    /// <summary>
    /// A JSON file that says how pools answer where the service's behavior is not documented, as written by a probe. It is for pools that do
    /// not specify this themselves.
    /// </summary>
    public string? BehaviorPath { get; init; }

    /// <summary>Whether to accept requests whatever their signature.</summary>
    public bool SkipSignatureCheck { get; init; }
}

/// <summary>How many requests a local user pool accepts before it answers TooManyRequestsException. Nothing is limited unless specified.</summary>
public sealed record LocalUserPoolQuotas
{
    /// <summary>Requests a second by quota category, for instance <c>UserUpdate</c>.</summary>
    public IReadOnlyDictionary<string, double> RequestsPerSecond { get; set; } = new Dictionary<string, double>();

    /// <summary>How many requests may come at once after a pause; by default those of one second.</summary>
    public double? Burst { get; init; }

    /// <summary>Requests a second that read the same user.</summary>
    public double? UserReadsPerSecond { get; init; }

    /// <summary>Requests a second that write the same user.</summary>
    public double? UserWritesPerSecond { get; init; }

    /// <summary>The category of AdminDisableProviderForUser, which is not documented.</summary>
    public string UnlinkCategory { get; set; } = "UserUpdate";

    /// <summary>The HTTP status of TooManyRequestsException.</summary>
    public int ThrottleStatusCode { get; set; } = 400;
}
