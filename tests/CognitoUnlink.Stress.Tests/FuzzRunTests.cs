using System.Text;
using CognitoUnlink.Fuzz;
using Xunit.Sdk;
using Xunit.v3;

// Each soak is a separate program that runs for a fixed time, so they run side by side.
[assembly: Parallelization(Mode = ParallelMode.All)]

namespace CognitoUnlink.Stress.Tests;

/// <summary>Tests that need the process to themselves, because allocations are measured for the whole process.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>The fuzzer itself: it finds what it must find, and reduces it to a small input.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class FuzzRunTests
{
    [Fact]
    public void A_crash_is_found_and_reduced_to_a_small_input()
    {
        var finding = Find(input =>
        {
            if (input.Contains((byte)'['))
            {
                throw new InvalidOperationException("crash");
            }
        });

        Assert.Equal("[", Encoding.UTF8.GetString(finding.Input));
        Assert.Equal("crash", finding.Problem.Message);
    }

    [Fact]
    public void An_input_that_allocates_too_much_memory_is_found() =>
        Assert.Contains("allocates", Find(_ => GC.KeepAlive(GC.AllocateUninitializedArray<byte>(300 * 1024 * 1024))).Problem.Message, StringComparison.Ordinal);

    [Fact]
    public void An_input_that_never_finishes_is_found_and_not_tried_again()
    {
        using var end = new ManualResetEventSlim();
        var begun = 0;
        var target = new Target(_ =>
        {
            Interlocked.Increment(ref begun);
            end.Wait();
        });

        var finding = new FuzzRun(target, TimeSpan.FromMilliseconds(200)).Batch(1, 50);
        end.Set();

        Assert.IsType<TimeoutException>(finding?.Problem);
        Assert.Equal(1, begun);
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs()
    {
        List<string> first = [], second = [];

        Assert.Null(new FuzzRun(new Target(input => first.Add(Convert.ToHexString(input)))).Batch(7, 50));
        Assert.Null(new FuzzRun(new Target(input => second.Add(Convert.ToHexString(input)))).Batch(7, 50));

        Assert.Equal(50, first.Count);
        Assert.Equal(first, second);
    }

    private static Finding Find(Action<byte[]> check)
    {
        var finding = new FuzzRun(new Target(check)).Batch(1, 200);
        Assert.NotNull(finding);
        return finding;
    }

    private sealed class Target(Action<byte[]> check) : FuzzTarget
    {
        public override string Name => "test";

        public override void Check(byte[] input) => check(input);

        protected override byte[] Valid(Random random) => "{\"a\":[1,2]}"u8.ToArray();
    }
}
