using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Running;

/// <summary>Shows on stderr how far along a run is, and what slows it down.</summary>
/// <param name="session">The pool.</param>
/// <param name="items">What is counted.</param>
/// <param name="total">How many there are, fetched when there is something to show; null if it cannot be known.</param>
internal sealed class PoolProgress(PoolSession session, string items, Func<Task<long?>>? total)
{
    private readonly ProgressBar _bar = new();
    private Task<long?>? _total;

    public static PoolProgress OfUsers(PoolSession session, string[] usernames, CancellationToken cancellationToken) => new(
        session,
        "users",
        async () => usernames.Length > 0
            ? usernames.Length
            : await (await session.ClientFor(session.UserPoolId).ConnectAsync(cancellationToken).ConfigureAwait(false)).EstimatedNumberOfUsersAsync(session.UserPoolId, cancellationToken).ConfigureAwait(false));

    /// <summary>Shows the progress if it is due.</summary>
    /// <param name="done">Items that were read.</param>
    /// <param name="errors">Items with an error.</param>
    /// <param name="remark">What was done with them.</param>
    public void Show(long done, long errors, Func<string?> remark)
    {
        session.WriteLog(_bar);
        foreach (var reduction in session.Callers.SelectMany(caller => caller.Pace.TakeNewReductions()))
        {
            Warn(reduction.Describe());
        }

        if (_bar.IsDue)
        {
            _total ??= total?.Invoke();
            _bar.Show(items, done, _total is { IsCompletedSuccessfully: true } ? _total.Result : null, errors, session.Callers.Sum(caller => caller.Retried), remark());
        }
    }

    /// <summary>Writes something to stderr above the progress.</summary>
    public void Write(Action write) => _bar.Write(write);

    public void Warn(string text) => _bar.Write(() => Messages.Warn(text));

    /// <summary>Writes something to stdout; above the progress if both are on the screen.</summary>
    public void WriteOut(Action write)
    {
        if (Console.IsOutputRedirected)
        {
            write();
        }
        else
        {
            _bar.Write(write);
        }
    }

    /// <param name="work">Reads the users.</param>
    /// <param name="users">The users read so far.</param>
    public async Task WhileAsync(Task work, Func<long> users)
    {
        try
        {
            while (!work.IsCompleted)
            {
                await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None)).ConfigureAwait(false);
                Show(users(), 0, () => null);
            }

            await work.ConfigureAwait(false);
        }
        finally
        {
            Clear();
        }
    }

    public void Clear() => _bar.Clear();
}
