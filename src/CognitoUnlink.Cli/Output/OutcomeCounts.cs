using CognitoUnlink.Errors;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli.Output;

/// <summary>What became of a run's items.</summary>
/// <typeparam name="TOutcome">How an item can end.</typeparam>
internal abstract class OutcomeCounts<TOutcome>
    where TOutcome : struct, Enum
{
    private readonly Dictionary<TOutcome, int> _byOutcome = [];
    private readonly Dictionary<string, int> _refused = [];

    /// <summary>How many would be changed by a run that is not a rehearsal.</summary>
    public int Would { get; private set; }

    public int Total => Would + _byOutcome.Values.Sum();

    public int this[TOutcome outcome] => _byOutcome.GetValueOrDefault(outcome);

    /// <summary>How an item ends that nothing was sent for, and that is no failure of the run's.</summary>
    protected abstract TOutcome Refused { get; }

    /// <summary>How many were refused for the same reason as this one.</summary>
    public int RefusedFor(Exception problem) => ErrorAdvice.IdOf(problem) is { } id ? _refused.GetValueOrDefault(id) : 0;

    /// <summary>Counts an item.</summary>
    /// <param name="outcome">How it ended; null for one that would be changed.</param>
    /// <param name="problem">Why, where there is something to say.</param>
    public void Count(TOutcome? outcome, Exception? problem = null)
    {
        if (outcome is { } ended)
        {
            _byOutcome[ended] = this[ended] + 1;
            if (EqualityComparer<TOutcome>.Default.Equals(ended, Refused) && problem is not null && ErrorAdvice.IdOf(problem) is { } id)
            {
                _refused[id] = _refused.GetValueOrDefault(id) + 1;
            }
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

    /// <summary>The refused with their reasons.</summary>
    protected string DescribeRefused(string words)
    {
        var reasons = _refused.Count > 0 ? $" ({string.Join(", ", _refused.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"))})" : string.Empty;
        return $"{this[Refused]} {words}{reasons}";
    }
}
