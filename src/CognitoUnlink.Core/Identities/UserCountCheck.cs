namespace CognitoUnlink.Identities;

/// <summary>Compares how many users were read with how many there are by the service's estimate.</summary>
public sealed record UserCountCheck
{
    /// <summary>The pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>Users that were read.</summary>
    public long Listed { get; init; }

    /// <summary>
    /// Users by the service's estimate when the reading began; null when it could not be had.
    /// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html"/>
    /// </summary>
    public long? Estimated { get; init; }

    /// <summary>Why there is no estimate, for instance a missing permission; null when there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Whether more users are missing than the estimate may be off by: 1 % of it; in pools of less than 2,000 users 20, but
    /// never more than 10 %.
    /// </summary>
    public bool IsShort => Estimated is { } estimated && estimated - Listed > Math.Max(estimated / 100.0, Math.Min(20, estimated / 10.0));

    /// <summary>What people should know: that users may be missing, or that nobody can tell; null when all is well.</summary>
    public string? Warning =>
        Estimated is null ? $"{Listed} users of pool {UserPoolId} were read in parallel. Whether these are all could not be checked: {Problem}"
        : IsShort ? $"{Listed} users of pool {UserPoolId} were read in parallel, but Amazon Cognito estimates that there are {Estimated}. Some may be missing. Read the pool again, but not in parallel."
        : null;
}
