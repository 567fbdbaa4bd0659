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
