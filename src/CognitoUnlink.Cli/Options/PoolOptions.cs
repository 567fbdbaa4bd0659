using System.CommandLine;

namespace CognitoUnlink.Cli.Options;

/// <summary>Which pool: one of AWS, or one generated for the run.</summary>
internal sealed class PoolOptions
{
    public Option<string?> UserPoolId { get; } = new("--user-pool-id") { Description = "The user pool's id, for instance eu-west-1_AbCdEfGhI." };

    public Option<bool> Local { get; } = new("--local") { Description = "Use a generated pool inside this process; nothing is sent to AWS." };

    public Option<int> Users { get; } = NumberOption.Users();

    public Option<int> Seed { get; } = NumberOption.Seed();

    public Option<string?> Profile { get; } = new("--profile") { Description = "The AWS profile." };

    public Option<string?> Region { get; } = new("--region") { Description = "The AWS region." };

    public Option<string?> EndpointUrl { get; } = new("--endpoint-url") { Description = "Send requests to this URL." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { UserPoolId, Local, Users, Seed, Profile, Region, EndpointUrl })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            var saysPool = result.Has(UserPoolId);
            if (saysPool == result.Given(Local))
            {
                result.AddError(saysPool ? "Give either --user-pool-id or --local, not both." : "Say which pool: --user-pool-id ID, or --local to try it on a generated pool.");
            }
            else if (!saysPool && new[] { Profile, Region, EndpointUrl }.FirstOrDefault(result.Has) is { } foreign)
            {
                result.AddError($"{foreign.Name} does not go with --local, which needs no AWS account.");
            }
        });
    }
}
