using System.Diagnostics;
using CognitoUnlink.Bench.Output;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Bench.Parse;

/// <summary>Reading the attribute <c>identities</c>.</summary>
internal sealed class ParseBenchmark : IBenchmark
{
    private static readonly TimeSpan s_atLeast = TimeSpan.FromSeconds(1);

    public string Name => "parse";

    public Task RunAsync(BenchOptions options, Results results)
    {
        var table = new Table("Identities parsed, one thread", "identities/s", "bytes/identity");
        foreach (var count in new[] { 1, 5 })
        {
            var attribute = Attribute(count);
            Measure(attribute, s_atLeast);
            var rates = Enumerable.Range(0, options.Repeats).Select(_ => Measure(attribute, s_atLeast)).ToList();
            table.Add($"users of {count}", Median.Of(rates.Select(rate => rate.PerSecond)), rates[0].Bytes);
        }

        results.Add(table);
        return Task.CompletedTask;
    }

    private static (double PerSecond, double Bytes) Measure(string attribute, TimeSpan atLeast)
    {
        var (identities, bytes, watch) = (0L, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        while (watch.Elapsed < atLeast)
        {
            for (var turn = 0; turn < 1_000; turn++)
            {
                identities += LinkedIdentities.Of("us-east-1_LocalPool", UserWith(attribute)).Count;
            }
        }

        return (identities / watch.Elapsed.TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)identities);
    }

    // A new one each time, since a user's identities are read once.
    private static CognitoUser UserWith(string identities) => new()
    {
        Username = "carlos",
        Sub = "7087723f-05e5-4e16-a350-9792bf2dc68a",
        UserStatus = "CONFIRMED",
        Enabled = true,
        Identities = identities,
    };

    private static string Attribute(int identities) =>
        $"[{string.Join(',', Enumerable.Range(0, identities).Select(number => $$"""{"userId":"00u1abcdefgh{{number}}","providerName":"Okta","providerType":"SAML","issuer":"http://www.okta.com/exk1","primary":"false","dateCreated":"1704067200000"}"""))}]";
}
