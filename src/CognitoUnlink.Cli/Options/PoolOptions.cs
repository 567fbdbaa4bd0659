using System.CommandLine;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Options;

/// <summary>The pool of a run: one in AWS, or one generated for the run.</summary>
/// <param name="from">Rows that may name their pool themselves; null when there are none.</param>
/// <param name="canBeLocal">Whether a generated pool makes sense.</param>
/// <param name="mainQuota">The quota that the rate applies to.</param>
/// <param name="requestsPerSecond">The rate when none is specified.</param>
internal sealed class PoolOptions(QuotaCategory mainQuota, Option<string[]>? from = null, bool canBeLocal = true, double requestsPerSecond = RequestPace.DefaultRequestsPerSecond)
{
    public Option<string?> UserPoolId { get; } = new("--user-pool-id")
    {
        HelpName = "ID",
        Description = $"The user pool's id, for instance eu-west-1_AbCdEfGhI.{(from is null ? string.Empty : " Rows of --from may name it instead.")}",
    };

    public Option<bool> Local { get; } = new("--local") { Description = "Use a generated pool inside this process; nothing is sent to AWS." };

    public Option<int> Users { get; } = NumberOption.Users();

    public Option<int> Seed { get; } = NumberOption.Seed();

    public Option<string?> Profile { get; } = ReachOptions.CreateProfile();

    public Option<string?> Region { get; } = ReachOptions.CreateRegion();

    public Option<string?> EndpointUrl { get; } = ReachOptions.CreateEndpointUrl();

    /// <summary>Whether the region is that of a replica; null if pools are changed.</summary>
    public Option<bool>? Replica { get; init; }

    public Option<bool> Verbose { get; } = ReachOptions.CreateVerbose();

    public Option<double> RequestsPerSecond { get; } = NumberOption.RequestsPerSecond(mainQuota, requestsPerSecond);

    public Option<Shard?> Shard { get; } = ShardOption.Create();

    /// <summary>The quota that the rate applies to.</summary>
    public QuotaCategory MainQuota => mainQuota;

    /// <summary>The requested rate for each region; null if there is none.</summary>
    public double? SpecifiedRate(ParseResult arguments) =>
        arguments.GetResult(RequestsPerSecond) is { Implicit: false } ? arguments.GetValue(RequestsPerSecond) : null;

    /// <summary>The default rate for each region, divided by the number of shards.</summary>
    public double DefaultRate(ParseResult arguments) => requestsPerSecond / (arguments.GetValue(Shard)?.Count ?? 1);

    /// <summary>Adds all options except those for the rate.</summary>
    public void AddTo(HelpfulCommand command)
    {
        Option[] local = canBeLocal ? [Local, Users, Seed] : [];
        command.Add("Which pool", [UserPoolId, .. local]);
        Option[] replica = Replica is null ? [] : [Replica];
        command.Add("How to reach it", [Profile, Region, .. replica, EndpointUrl, Verbose]);
        command.Validators.Add(result =>
        {
            var (saysPool, isLocal) = (result.Has(UserPoolId), canBeLocal && result.Given(Local));
            if (saysPool && isLocal)
            {
                result.AddError("Give either --user-pool-id or --local, not both.");
            }
            else if (!saysPool && !isLocal && (from is null || (canBeLocal && !result.Has(from))))
            {
                result.AddError($"Name the user pool: --user-pool-id ID{(canBeLocal ? ", or --local to try it on a generated pool" : string.Empty)}.");
            }
            else if (isLocal && Replica is not null && result.Given(Replica))
            {
                result.AddError($"{Replica.Name} cannot be combined with --local: a generated pool has no replicas.");
            }
            else if (isLocal && new[] { Profile, Region, EndpointUrl }.FirstOrDefault(result.Has) is { } foreign)
            {
                result.AddError($"{foreign.Name} cannot be combined with --local, which needs no AWS account.");
            }
            else if (Replica is not null && result.Given(Replica) && !result.Has(Region))
            {
                result.AddError("--replica needs --region NAME, the replica's region. The region in the pool's id is the primary's.");
            }
        });
    }
}

/// <summary>The options for reaching AWS, whatever the command does there.</summary>
internal static class ReachOptions
{
    public static Option<string?> CreateProfile() => new("--profile") { HelpName = "NAME", Description = "The AWS profile." };

    public static Option<string?> CreateRegion() => new("--region") { HelpName = "NAME", Description = "The AWS region." };

    public static Option<string?> CreateEndpointUrl() => new("--endpoint-url") { HelpName = "URL", Description = "Send requests to this URL." };

    public static Option<bool> CreateVerbose() => new("--verbose", "-v") { Description = "Log each request, retries, and the source of credentials and region to stderr." };
}

/// <summary><c>--username</c>, which may be repeated.</summary>
internal static class UsernameOption
{
    public static Option<string[]> Create(string description = "Only this user; repeatable. Default: the whole pool.") =>
        new("--username") { HelpName = "NAME", Description = description };
}
