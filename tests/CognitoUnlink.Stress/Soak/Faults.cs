using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak;

/// <summary>Faults that occur all the time, and faults that occur now and then for a while.</summary>
internal static class Faults
{
    public const string Unlink = "AdminDisableProviderForUser";
    public const string Link = "AdminLinkProviderForUser";
    public const string Throttle = "TooManyRequestsException";
    public const string Expired = "ExpiredTokenException";

    private const string ServiceFault = "InternalErrorException";
    private static readonly string[] s_changes = [Unlink, Link];

    /// <summary>Adds the faults that occur all the time.</summary>
    public static async Task AddAsync(PoolProcess pool)
    {
        foreach (var change in s_changes)
        {
            await AddAllAsync(
                pool,
                new() { Operation = change, Probability = 0.1, LatencyMilliseconds = 20 },
                new() { Operation = change, Probability = 0.02, ErrorCode = Throttle },
                new() { Operation = change, Probability = 0.01, ErrorCode = ServiceFault },
                new() { Operation = change, Probability = 0.01, ConnectionReset = true },
                new() { Operation = change, Probability = 0.01, ErrorCode = ServiceFault, WhenDone = true },
                new() { Operation = change, Probability = 0.02, ConnectionReset = true, WhenDone = true },
                new() { Operation = change, Every = 4000, Hang = true },
                new() { Operation = change, Every = 3000, Hang = true, WhenDone = true });
        }

        await AddAllAsync(
            pool,
            new() { Operation = "AdminGetUser", Probability = 0.05, LatencyMilliseconds = 20 },
            new() { Operation = "AdminGetUser", Probability = 0.01, ErrorCode = Throttle },
            new() { Operation = "AdminGetUser", Probability = 0.01, ErrorCode = ServiceFault },
            new() { Operation = "AdminGetUser", Probability = 0.01, ConnectionReset = true },
            new() { Operation = "AdminGetUser", Every = 8000, Hang = true },
            new() { Operation = "List*", Probability = 0.03, ErrorCode = Throttle },
            new() { Operation = "List*", Probability = 0.03, ErrorCode = ServiceFault },
            new() { Operation = "List*", Probability = 0.03, ConnectionReset = true },
            new() { Operation = "Describe*", Probability = 0.05, ErrorCode = ServiceFault },
            new() { Every = 6000, ErrorCode = Expired });
    }

    /// <summary>Adds faults that end by themselves after a number of requests: expired keys, an outage, throttling.</summary>
    public static async Task AddStormAsync(PoolProcess pool, int kind)
    {
        switch (kind % 4)
        {
            case 0:
                await AddAllAsync(pool, new LocalUserPoolFault { Operation = "Admin*", Times = 8, ErrorCode = Expired });
                break;
            case 1:
                await AddAllAsync(pool, [.. s_changes.SelectMany(change => new LocalUserPoolFault[]
                {
                    new() { Operation = change, Times = 25, Probability = 0.5, ConnectionReset = true },
                    new() { Operation = change, Times = 25, Probability = 0.8, ErrorCode = ServiceFault, WhenDone = true },
                })]);
                break;
            case 2:
                await AddAllAsync(pool, new LocalUserPoolFault { Operation = "Admin*", Probability = 0.5, Times = 40, ErrorCode = Throttle });
                break;
            default:
                await AddAllAsync(
                    pool,
                    new() { Operation = "AdminGetUser", Times = 25, Probability = 0.7, ErrorCode = ServiceFault },
                    new() { Operation = "Admin*", Times = 300, LatencyMilliseconds = 40 });
                break;
        }
    }

    /// <summary>Whether all faults that end by themselves have ended.</summary>
    public static async Task<bool> IsStormOverAsync(PoolProcess pool) => (await pool.FaultsAsync()).All(fault => fault.Times is null || fault.Applied >= fault.Times);

    /// <summary>The quotas for some rounds, which are below the rate of the command line.</summary>
    public static LocalUserPoolQuotas Quotas(bool any) => any
        ? new() { RequestsPerSecond = new Dictionary<string, double> { ["UserUpdate"] = 300, ["UserRead"] = 1200, ["UserList"] = 100 }, UserWritesPerSecond = 20 }
        : new();

    /// <summary>How many changes by an operation were made although the client got an error or no answer.</summary>
    public static async Task<int> DoneUnseenAsync(PoolProcess pool, string operation) =>
        (await pool.FaultsAsync()).Where(fault => fault.Operation == operation && fault.WhenDone).Sum(fault => fault.Applied);

    private static async Task AddAllAsync(PoolProcess pool, params LocalUserPoolFault[] faults)
    {
        foreach (var fault in faults)
        {
            await pool.AddFaultAsync(fault);
        }
    }
}
