using CognitoUnlink.Errors;

namespace CognitoUnlink.LocalUserPools;

/// <summary>A running local user pool. Disposing it stops the server and frees its port.</summary>
public interface ILocalUserPoolServer : IDisposable
{
    /// <summary>How to reach it.</summary>
    LocalUserPool UserPool { get; }

    /// <summary>How many requests it takes; no limits unless set.</summary>
    /// <exception cref="LocalUserPoolException">A category is not known, or a number makes no sense.</exception>
    LocalUserPoolQuotas Quotas { get; set; }

    /// <summary>What was asked of it, oldest first. Control requests are not counted.</summary>
    IReadOnlyList<LocalUserPoolRequest> GetRequests();

    /// <summary>Forgets the requests seen so far.</summary>
    void ClearRequests();

    /// <summary>Makes some of the requests from now on fail or wait.</summary>
    /// <param name="fault">Which requests, and how.</param>
    /// <exception cref="LocalUserPoolException">The fault contradicts itself or can never happen.</exception>
    void AddFault(LocalUserPoolFault fault);

    /// <summary>The faults in the order they were added, with how often each has happened.</summary>
    IReadOnlyList<LocalUserPoolFault> GetFaults();

    /// <summary>Ends all faults.</summary>
    void ClearFaults();
}

/// <summary>Starts local user pools. Its implementation is loaded on first use.</summary>
public interface ILocalUserPoolFactory
{
    /// <summary>Starts a server on 127.0.0.1 and fills its pool.</summary>
    /// <param name="options">What pool to make.</param>
    /// <exception cref="LocalUserPoolException">The port is taken, or the seed file cannot be used.</exception>
    ILocalUserPoolServer Start(LocalUserPoolOptions options);
}

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

/// <summary>What local user pool to make.</summary>
public sealed record LocalUserPoolOptions
{
    /// <summary>The port on 127.0.0.1; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The id of a pool that is given none.</summary>
    public const string DefaultUserPoolId = "us-east-1_LocalPool";

    /// <summary>The pool's id, whose prefix is the region; null for that of the seed file, or else <see cref="DefaultUserPoolId"/>.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>How many users to generate; 0 for an empty pool.</summary>
    public int UserCount { get; init; }

    /// <summary>The same seed and count give the same pool.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A JSON file with the pool's providers, groups and users, in place of generated ones.</summary>
    public string? SeedPath { get; init; }

    /// <summary>
    /// A JSON file that says how pools answer where the service's behavior is not documented, such as a probe writes. It is for pools that do
    /// not say so themselves.
    /// </summary>
    public string? BehaviorPath { get; init; }

    /// <summary>Accept requests whatever their signature.</summary>
    public bool SkipSignatureCheck { get; init; }
}

/// <summary>How many requests a local user pool takes before it answers TooManyRequestsException. None is limited unless named.</summary>
public sealed record LocalUserPoolQuotas
{
    /// <summary>Requests a second by quota category, for instance <c>UserUpdate</c>.</summary>
    public IReadOnlyDictionary<string, double> RequestsPerSecond { get; init; } = new Dictionary<string, double>();

    /// <summary>How many requests may come at once after a pause; those of one second unless given.</summary>
    public double? Burst { get; init; }

    /// <summary>Requests a second that read one and the same user.</summary>
    public double? UserReadsPerSecond { get; init; }

    /// <summary>Requests a second that write one and the same user.</summary>
    public double? UserWritesPerSecond { get; init; }

    /// <summary>The category of AdminDisableProviderForUser, which no document tells.</summary>
    public string UnlinkCategory { get; init; } = "UserUpdate";

    /// <summary>The HTTP status of TooManyRequestsException.</summary>
    public int ThrottleStatusCode { get; init; } = 400;
}
