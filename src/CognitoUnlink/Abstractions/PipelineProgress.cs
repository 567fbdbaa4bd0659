using System.Management.Automation;
using CognitoUnlink.Progress;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>Shows how far a command is.</summary>
/// <param name="cmdlet">The command.</param>
/// <param name="activityId">The same for all progress of the command.</param>
/// <param name="items">What is counted.</param>
internal sealed class PipelineProgress(PSCmdlet cmdlet, int activityId, string items)
{
    private readonly RunProgress _progress = new();

    /// <summary>Whether it is time to show it.</summary>
    public bool IsDue => _progress.IsDue;

    /// <summary>Shows it.</summary>
    public void Show(long done, long? total, long errors, long retried)
    {
        var state = _progress.Show(done, total, errors, retried);
        cmdlet.WriteProgress(new ProgressRecord(activityId, cmdlet.MyInvocation.MyCommand.Name, state.Describe(items))
        {
            PercentComplete = state.PercentComplete ?? -1,
            SecondsRemaining = (int?)state.TimeLeft?.TotalSeconds ?? -1,
        });
    }

    /// <summary>Takes it off the screen, if it was shown.</summary>
    public void End()
    {
        if (_progress.WasShown)
        {
            cmdlet.WriteProgress(new ProgressRecord(activityId, cmdlet.MyInvocation.MyCommand.Name, "Completed") { RecordType = ProgressRecordType.Completed });
        }
    }
}
