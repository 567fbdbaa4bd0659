using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Changes;

/// <summary>The change of one identity, from the read before its first request to its end. Until then it holds the user.</summary>
/// <typeparam name="TReport">What becomes of it.</typeparam>
/// <param name="users">Reads the user.</param>
internal abstract class ChangeAttempt<TReport>(UserReader users) : IDisposable
    where TReport : ChangeReport
{
    private HeldUsers.Hold? _hold;

    /// <summary>How it ended without a request, or without another one; null as long as it did not.</summary>
    public TReport? Ended { get; private set; }

    /// <summary>Whether it ended since an earlier run had finished it, of which there is nothing to write.</summary>
    public bool IsFinishedBefore { get; private set; }

    /// <summary>Whether its intent is in the journal, or would be if there were one.</summary>
    public bool IsIntentWritten { get; private set; }

    /// <summary>Reads the user.</summary>
    protected UserReader Users => users;

    /// <summary>Whether the user is held.</summary>
    protected bool IsHeld => _hold is not null;

    /// <summary>Reads and judges before a request leaves. Before the first one the intent is written too.</summary>
    /// <param name="before">How the last attempt failed; null before the first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False when nothing is to be sent; <see cref="Ended"/> has the reason.</returns>
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

    /// <summary>Goes on once the intent is written.</summary>
    protected async Task<bool> AfterIntentAsync(Task? writing)
    {
        await (writing ?? Task.CompletedTask).ConfigureAwait(false);
        return IsIntentWritten = true;
    }
}
