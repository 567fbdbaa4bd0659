using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli.Output;

/// <summary>What became of a run's items.</summary>
/// <typeparam name="TOutcome">How an item can end.</typeparam>
internal abstract class OutcomeCounts<TOutcome>
    where TOutcome : struct, Enum
{
    private readonly Dictionary<TOutcome, int> _byOutcome = [];

    /// <summary>How many would be changed by a run that is not a rehearsal.</summary>
    public int Would { get; private set; }

    public int Total => Would + _byOutcome.Values.Sum();

    public int this[TOutcome outcome] => _byOutcome.GetValueOrDefault(outcome);

    /// <summary>Counts an item; null for one that would be changed.</summary>
    public void Count(TOutcome? outcome)
    {
        if (outcome is { } ended)
        {
            _byOutcome[ended] = this[ended] + 1;
        }
        else
        {
            Would++;
        }
    }

    public string Describe(IReadOnlyCollection<ServiceCaller> callers, bool whatIf, TimeSpan duration)
    {
        long requests = callers.Sum(caller => caller.Requests);
        string noun = requests == 1 ? "request" : "requests";
        return FormattableString.Invariant($"{Describe(whatIf)}; {requests} {noun} in {duration.TotalSeconds:0.0} s");
    }

    protected abstract string Describe(bool whatIf);
}
