using System.Diagnostics;
using CognitoUnlink.Fuzz.Generation;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CognitoUnlink.Fuzz;

/// <summary>Gives a target one generated input after another, in batches that a seed can reproduce.</summary>
/// <param name="target">The target.</param>
/// <param name="patience">How long an input may take; <see cref="DefaultPatience"/> unless given.</param>
internal sealed class FuzzRun(FuzzTarget target, TimeSpan? patience = null)
{
    /// <summary>No input takes a hundredth of this, but a busy machine may take longer.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    /// <summary>How much reading an input may allocate, regardless of the size that the input claims to have.</summary>
    private const long AllocationLimit = 256L * 1024 * 1024;

    private static readonly Arbitrary<int> s_seeds = Arb.From(Gen.Choose(int.MinValue, int.MaxValue));

    /// <summary>How many inputs have been read so far, not counting those for shrinking.</summary>
    public long Count { get; private set; }

    /// <summary>Reads a batch of inputs.</summary>
    /// <returns>The first finding; null if there is none.</returns>
    public Finding? Batch(ulong seed, int size)
    {
        Finding? smallest = null;
        var inputs = Arb.From(s_seeds.Generator.Select(number => target.Generate(new Random(number))), Shrinking.Of);
        var property = Prop.ForAll(inputs, input =>
        {
            if (smallest?.Problem is TimeoutException)
            {
                // Each smaller one could take as long, and a hanging input keeps running in the background.
                return true;
            }

            Count += smallest is null ? 1 : 0;
            try
            {
                CheckOne(input);
                return true;
            }
            catch (Exception problem)
            {
                // Shrinking continues with smaller inputs as long as they fail, so the last one is the smallest.
                smallest = new(input, problem, seed);
                return false;
            }
        });
        var replay = FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None));
        Check.One(Config.Quick.WithMaxTest(size).WithQuietOnSuccess(true).WithReplay(replay).WithRunner(SilentRunner.Instance), property);
        return smallest;
    }

    /// <summary>Reads one input.</summary>
    /// <exception cref="Exception">It is a finding.</exception>
    public void CheckOne(byte[] input)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        var work = Task.Run(() => target.Check(input));
        if (Task.WaitAny([work], patience ?? DefaultPatience) < 0)
        {
            throw new TimeoutException($"It takes longer than {patience ?? DefaultPatience}.");
        }

        work.GetAwaiter().GetResult();
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        if (allocated > AllocationLimit)
        {
            throw new PropertyBrokenException($"It allocates {allocated / 1024 / 1024} MB in {Stopwatch.GetElapsedTime(started)}.");
        }
    }
}
