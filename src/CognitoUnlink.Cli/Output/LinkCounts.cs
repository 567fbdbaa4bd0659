using CognitoUnlink.Linking;

namespace CognitoUnlink.Cli.Output;

/// <summary>What became of the items of an undo.</summary>
internal sealed class LinkCounts : OutcomeCounts<LinkOutcome>
{
    protected override LinkOutcome Refused => LinkOutcome.NotPossible;

    protected override string Describe(bool whatIf)
    {
        var done = whatIf ? $"{Would} would be linked" : $"{this[LinkOutcome.Linked]} linked";
        return $"{done}, {this[LinkOutcome.AlreadyLinked]} already linked, {this[LinkOutcome.NotPossible]} not possible, {this[LinkOutcome.Failed]} failed";
    }
}
