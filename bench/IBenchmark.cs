using CognitoUnlink.Bench.Output;

namespace CognitoUnlink.Bench;

/// <summary>One comparison.</summary>
internal interface IBenchmark
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>Runs it and adds its tables.</summary>
    Task RunAsync(BenchOptions options, Results results);
}
