namespace CognitoUnlink.LocalUserPools;

/// <summary>A running local user pool. Disposing it stops the server and frees its port.</summary>
public interface ILocalUserPoolServer : IDisposable
{
    /// <summary>How to reach it.</summary>
    LocalUserPool UserPool { get; }

    /// <summary>What was asked of it, oldest first. Control requests are not counted.</summary>
    IReadOnlyList<LocalUserPoolRequest> GetRequests();

    /// <summary>Forgets the requests seen so far.</summary>
    void ClearRequests();
}
