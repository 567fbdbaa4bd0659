using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Changes;

/// <summary>The change to one identity, from the read before its first request to its end. It holds the user until then.</summary>
/// <typeparam name="TReport">The type of the report.</typeparam>
/// <param name="users">Reads the user.</param>
internal abstract class ChangeAttempt<TReport>(UserReader users) : IDisposable
    where TReport : ChangeReport
{
    private HeldUsers.Hold? _hold;

    /// <summary>How it ended without a request, or without another one; null until it does.</summary>
    public TReport? Ended { get; private set; }

    /// <summary>Whether it ended because an earlier run had finished it, so that there is nothing to write.</summary>
    public bool IsFinishedBefore { get; private set; }

    /// <summary>Whether its intent is in the journal, or would be if there were one.</summary>
    public bool IsIntentWritten { get; private set; }

    /// <summary>Reads the user.</summary>
    protected UserReader Users => users;

    /// <summary>Whether the user is held.</summary>
    protected bool IsHeld => _hold is not null;

    /// <summary>Reads and judges before a request is sent. Before the first one, also writes the intent.</summary>
    /// <param name="before">How the last attempt failed; null before the first.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>False when there is nothing to send; <see cref="Ended"/> has the reason.</returns>
    public abstract Task<bool> PrepareAsync(CognitoException? before, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _hold?.Dispose();

    /// <summary>Reads the user and holds them.</summary>
    protected async Task<CognitoUser> HoldAsync(string userPoolId, string name, CancellationToken cancellationToken)
    {
        _hold = await HeldUsers.HoldAsync(users, userPoolId, name, cancellationToken).ConfigureAwait(false);
        return _hold.User;
    }

    /// <summary>Ends it without a request.</summary>
    protected bool End(TReport report, bool isFinishedBefore = false)
    {
        (Ended, IsFinishedBefore) = (report, isFinishedBefore);
        return false;
    }

    /// <summary>Continues once the intent is written.</summary>
    protected async Task<bool> AfterIntentAsync(Task? writing)
    {
        await (writing ?? Task.CompletedTask).ConfigureAwait(false);
        return IsIntentWritten = true;
    }
}
