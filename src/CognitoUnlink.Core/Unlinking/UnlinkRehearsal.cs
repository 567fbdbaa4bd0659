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

    /// <summary>Rehearses one item. A listed user is believed; otherwise the user is read.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CognitoException">The user cannot be read.</exception>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>.</exception>
    public async Task<UnlinkJudgement> JudgeAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        if (item.Username is null)
        {
            return UnlinkGuard.Judge(item, null, options.AllowLockout, []);
        }

        var user = item.ListedUser ?? await _users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
        var key = (item.UserPoolId, user.Username);
        var gone = _gone.TryGetValue(key, out var list) ? list : _gone[key] = [];
        var judgement = UnlinkGuard.Judge(item, user, options.AllowLockout, gone);
        if (judgement.Outcome is null)
        {
            gone.Add(item.Target);
        }

        return judgement;
    }
}
