using System;
using System.Management.Automation;
using System.Threading;

/// <summary>Waits until it is stopped, and is slow to let the commands before it know.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Stop")]
public sealed class WaitStopCommand : PSCmdlet
{
    private readonly ManualResetEventSlim _stopped = new();

    /// <summary>Whether one of them waits.</summary>
    public static bool Waits { get; set; }

    /// <summary>What is piped in.</summary>
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
