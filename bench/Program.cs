using CognitoUnlink.Bench;
using CognitoUnlink.Bench.Cmdlet;
using CognitoUnlink.Bench.Import;
using CognitoUnlink.Bench.Memory;
using CognitoUnlink.Bench.Names;
using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Parse;
using CognitoUnlink.Bench.Quota;
using CognitoUnlink.Bench.Scan;
using CognitoUnlink.Bench.Start;
using CognitoUnlink.Bench.Unlink;

if (args is [StartBenchmark.Nothing])
{
    return 0;
}

IBenchmark[] all = [new UnlinkBenchmark(), new CmdletBenchmark(), new NamesBenchmark(), new RehearsalBenchmark(), new QuotaBenchmark(), new ScanBenchmark(), new MemoryBenchmark(), new StartBenchmark(), new ImportBenchmark(), new ParseBenchmark()];

if (BenchOptions.TryRead(args, [.. all.Select(benchmark => benchmark.Name)], out var options, out var problem))
{
    var results = new Results(Machine.Describe(), options.Describe());
    foreach (var benchmark in all.Where(benchmark => options.Includes(benchmark.Name)))
    {
        Console.Error.WriteLine($"{benchmark.Name} …");
        await benchmark.RunAsync(options, results);
    }

    results.Write(options.JsonPath, options.PagePath);
    return 0;
}

Console.Error.WriteLine(problem);
Console.Error.WriteLine($"dotnet run -c Release --project bench [-- [{string.Join('|', all.Select(benchmark => benchmark.Name))}]… [--items N] [--repeat N] [--large] [--json FILE] [--page FILE]]");
return 2;
