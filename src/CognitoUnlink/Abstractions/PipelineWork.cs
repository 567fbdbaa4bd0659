using CognitoUnlink.InFlight;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>
/// Work that goes on beside the pipeline. What each item comes to is an action that writes it, done on the pipeline's thread in
/// the order of input.
/// </summary>
/// <param name="throttleLimit">Items in flight.</param>
/// <param name="whileWaiting">Called now and then on the pipeline's thread.</param>
/// <param name="stop">Cancelled when the pipeline stops.</param>
internal sealed class PipelineWork(int throttleLimit, Action whileWaiting, CancellationToken stop) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    private readonly OrderedWork<Action> _work = new(throttleLimit, stop);

    /// <summary>Items that are not written yet.</summary>
    public int Count => _work.Count;

    /// <summary>Waits for room and adds an item; writes what has ended.</summary>
    /// <param name="key">Items with the same key go one after another.</param>
    /// <param name="work">The work, which never touches the pipeline.</param>
    public void Add(object? key, Func<CancellationToken, Task<Action>> work)
    {
        while (!_work.HasRoom)
        {
            WriteOrWait();
        }

        _work.Add(key, work);
        while (TryWrite())
        {
        }
    }

    /// <summary>Waits until no more than a number of items are left, and writes the rest.</summary>
    /// <param name="count">The number.</param>
    public void WriteAllBut(int count)
    {
        while (_work.Count > count)
        {
            WriteOrWait();
        }
    }

    /// <summary>Lets what is in flight end and starts nothing more.</summary>
    public void StartNoMore() => _work.StartNoMore();

    /// <summary>Starts nothing more, cancels what is in flight, and writes what came of it all the same.</summary>
    public void WriteEnded()
    {
        _work.CancelRest();
        WriteAllBut(0);
    }

    /// <summary>Cancels what is in flight and waits a moment for it to end.</summary>
    public void Dispose() => _work.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void WriteOrWait()
    {
        if (!TryWrite())
        {
            StoppableCmdlet.UntilStopped(() => _work.Next.Wait(s_patience, stop), stop);
            whileWaiting();
        }
    }

    private bool TryWrite()
    {
        Action? write = null;
        if (!StoppableCmdlet.UntilStopped(() => _work.TryTake(out write), stop))
        {
            return false;
        }

        write!();
        return true;
    }
}
