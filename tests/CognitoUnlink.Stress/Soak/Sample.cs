using System.Diagnostics;

namespace CognitoUnlink.Soak;

/// <summary>The resources that a process uses at a moment.</summary>
internal sealed record Sample(double Second, double Memory, double Heap, double Threads, double Handles)
{
    public static Sample Of(Process process, double second, long heap)
    {
        process.Refresh();
        try
        {
            return new Sample(second, process.WorkingSet64, heap, process.Threads.Count, process.HandleCount);
        }
        catch (InvalidOperationException)
        {
            // It ended a moment ago and uses nothing.
            return new Sample(second, 0, 0, 0, 0);
        }
    }
}
