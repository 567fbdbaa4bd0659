using CognitoUnlink.Pacing;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Output;

/// <summary>What became of a run's items.</summary>
internal sealed class UnlinkCounts
{
    private readonly int[] _byOutcome = new int[Enum.GetValues<UnlinkOutcome>().Length];

    public int WouldUnlink { get; private set; }

    public int Total => WouldUnlink + _byOutcome.Sum();

    public int this[UnlinkOutcome outcome] => _byOutcome[(int)outcome];

    public void Count(UnlinkOutcome? outcome)
    {
        if (outcome is { } ended)
        {
            _byOutcome[(int)ended]++;
        }
        else
        {
            WouldUnlink++;
        }
    }

    public string Describe(ServiceCaller caller, bool whatIf, TimeSpan duration)
    {
        var done = whatIf
            ? $"{WouldUnlink} would be unlinked"
            : $"{this[UnlinkOutcome.Unlinked]} unlinked, {this[UnlinkOutcome.AlreadyUnlinked]} already unlinked";
        return FormattableString.Invariant(
            $"{done}, {this[UnlinkOutcome.Skipped]} skipped, {this[UnlinkOutcome.Failed]} failed; {caller.Requests} requests in {duration.TotalSeconds:0.0} s");
    }
}
