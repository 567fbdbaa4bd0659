using System;
using System.Management.Automation;
using System.Threading;

/// <summary>Waits until it is stopped, and then delays the stop of the commands before it.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Stop")]
public sealed class WaitStopCommand : PSCmdlet
{
    private readonly ManualResetEventSlim _stopped = new();

    /// <summary>Whether an instance is waiting.</summary>
    public static bool Waits { get; set; }

    /// <summary>The pipeline input.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object Item { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Waits = true;
        _stopped.Wait();
        WriteObject(Item);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stopped.Set();
        Thread.Sleep(100);
    }
}
