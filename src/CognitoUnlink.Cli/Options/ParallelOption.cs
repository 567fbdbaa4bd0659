using System.CommandLine;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--parallel</c>, which is for whole pools.</summary>
internal static class ParallelOption
{
    public static Option<bool> Create() =>
        new("--parallel") { Description = "Read the pool in 16 parts at once, in no order: faster where the pool is large." };

    public static void GoesWithout(Command command, Option<bool> parallel, params Option[] others) => command.Validators.Add(result =>
    {
        if (result.Given(parallel) && others.FirstOrDefault(result.Has) is { } other)
        {
            result.AddError($"--parallel reads the whole pool and does not go with {other.Name}.");
        }
    });
}
