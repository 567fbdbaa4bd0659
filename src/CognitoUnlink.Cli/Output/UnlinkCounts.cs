using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Output;

/// <summary>What became of the items of an unlink run.</summary>
internal sealed class UnlinkCounts : OutcomeCounts<UnlinkOutcome>
{
    protected override UnlinkOutcome Refused => UnlinkOutcome.Skipped;

    protected override string Describe(bool whatIf)
    {
        var done = whatIf
            ? $"{Would} would be unlinked"
            : $"{this[UnlinkOutcome.Unlinked]} unlinked, {this[UnlinkOutcome.AlreadyUnlinked]} already unlinked";
        return $"{done}, {DescribeRefused("skipped")}, {this[UnlinkOutcome.Failed]} failed";
    }
}
