using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Documents;

internal sealed record HealthAnswer(string Status, Guid InstanceId, string UserPoolId, string Region, int Users);

internal sealed record SeedRequest
{
    public required int Users { get; init; }

    public int Seed { get; set; } = 1;
}

/// <summary>What the identity provider asserts about the person.</summary>
internal sealed record SignInRequest
{
    /// <summary>The default pool if null.</summary>
    public string? UserPoolId { get; init; }

    public required string ProviderName { get; init; }

    /// <summary>The NameID or sub.</summary>
    public required string Subject { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}

internal sealed record SignInResult(string Username, bool Created);

internal sealed record ErrorAnswer(string Error);

internal sealed record RequestsAnswer(IEnumerable<LocalUserPoolRequest> Requests);

internal sealed record FaultsAnswer(IReadOnlyList<LocalUserPoolFault> Faults);
