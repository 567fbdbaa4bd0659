using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Unlinking;

/// <summary>Says what a run would do, sending no change. Identities already rehearsed count as gone, as they would in the run.</summary>
/// <param name="caller">Makes the reads.</param>
/// <param name="options">How the run would unlink.</param>
public sealed class UnlinkRehearsal(ServiceCaller caller, UnlinkOptions options)
{
    private readonly UserReader _users = new(caller);
    private readonly Dictionary<(string UserPoolId, string Username), List<ProviderUser>> _gone = [];

    /// <summary>Reads the user of an item, unless a listing showed it. Safe for many in flight.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The item, ready to be judged.</returns>
    /// <exception cref="CognitoException">The user cannot be read.</exception>
    public async Task<UnlinkItem> ReadAsync(UnlinkItem item, CancellationToken cancellationToken) =>
        item.Username is null || item.ListedUser is not null
            ? item
            : item with { ListedUser = await _users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false) };

    /// <summary>Judges an item that was read. One at a time, in the order of input.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>.</exception>
    public UnlinkJudgement Judge(UnlinkItem item)
    {
        if (item.ListedUser is not { } user)
        {
            return UnlinkGuard.Judge(item, null, options.AllowLockout, []);
        }

        var key = (item.UserPoolId, user.Username);
        var gone = _gone.TryGetValue(key, out var list) ? list : _gone[key] = [];
        var judgement = UnlinkGuard.Judge(item, user, options.AllowLockout, gone);
        if (judgement.Outcome is null)
        {
            gone.Add(item.Target);
        }

        return judgement;
    }

    /// <summary>Takes back that an identity counts as gone.</summary>
    /// <param name="item">An item that was judged, and is to stay.</param>
    public void Keep(UnlinkItem item)
    {
        if (item.ListedUser is { } user && _gone.TryGetValue((item.UserPoolId, user.Username), out var gone))
        {
            gone.Remove(item.Target);
        }
    }
}
