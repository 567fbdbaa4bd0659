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

    /// <inheritdoc/>
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
