using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using CognitoUnlink.Aws.Issuers;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>Keys that expire: renewed some time before, once for all waiting callers.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal abstract class TemporaryCredentials(TimeProvider clock) : AWSCredentials
{
    /// <summary>How long before they expire temporary keys are renewed.</summary>
    protected static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_tryAgainAfter = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1);
    private volatile Held? _held;

    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        if (_held is { } held && clock.GetUtcNow() < held.RenewAt)
        {
            return held.Keys;
        }

        if (!_gate.Wait(TimeSpan.Zero))
        {
            // Another caller is renewing them. Keys that are still valid will do meanwhile.
            if (_held is { } good && clock.GetUtcNow() < good.Ends)
            {
                return good.Keys;
            }

            await _gate.WaitAsync().ConfigureAwait(false);
        }

        try
        {
            return await RenewAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Drops the keys, so that the next use gets new ones.</summary>
    public void Clear() => _held = null;

    /// <summary>How long before they expire keys are renewed.</summary>
    protected virtual TimeSpan Ahead => RenewBefore;

    protected abstract Task<TemporaryKeys> IssueAsync();

    private async Task<ImmutableCredentials> RenewAsync()
    {
        var held = _held;
        if (held is not null && clock.GetUtcNow() < held.RenewAt)
        {
            return held.Keys;
        }

        try
        {
            var issued = await IssueAsync().ConfigureAwait(false);
            _held = new Held(issued.Keys, issued.Ends - Ahead, issued.Ends);
            return issued.Keys;
        }
        catch (Exception) when (held is not null && clock.GetUtcNow() < held.Ends)
        {
            // They are still valid, and the issuer may be back in a moment.
            _held = held with { RenewAt = clock.GetUtcNow() + s_tryAgainAfter < held.Ends ? clock.GetUtcNow() + s_tryAgainAfter : held.Ends };
            return held.Keys;
        }
    }

    private sealed record Held(ImmutableCredentials Keys, DateTimeOffset RenewAt, DateTimeOffset Ends);
}
