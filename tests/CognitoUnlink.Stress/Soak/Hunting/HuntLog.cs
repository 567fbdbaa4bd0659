using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>An identity, or a password sign-in, that was removed from a user.</summary>
/// <param name="User">The user that it was removed from.</param>
/// <param name="Provider">The provider; Cognito for a password sign-in.</param>
/// <param name="Value">The value.</param>
/// <param name="By">The access key of the run or the rival that removed it.</param>
/// <param name="IsSeen">Whether the answer reported success.</param>
/// <param name="Number">The request's place in the log.</param>
internal sealed record HuntTaking(HuntUser User, string Provider, string Value, string By, bool IsSeen, long Number);

/// <summary>What the pool's log shows about a round: who removed what from which user, even if the answer said otherwise.</summary>
internal sealed class HuntLog
{
    private readonly IReadOnlyList<LocalUserPoolRequest> _requests;
    private readonly Dictionary<(string Provider, string Value), HuntUser> _owners;

    /// <param name="before">The pool before the round. An identity has the same owner throughout, because the rival links it to the same user again.</param>
    /// <param name="after">The pool after it.</param>
    /// <param name="requests">The requests in the order of their answers.</param>
    public HuntLog(HuntPicture before, HuntPicture after, IReadOnlyList<LocalUserPoolRequest> requests)
    {
        _requests = requests;
        _owners = before.Users.Values.SelectMany(user => user.Identities, (user, identity) => (user, identity)).ToDictionary(pair => (pair.identity.Provider, pair.identity.Value), pair => pair.user);
        Takings = [.. FindTakings(before, after).OrderBy(taking => taking.Number)];
    }

    public IReadOnlyList<HuntTaking> Takings { get; }

    public int Count => _requests.Count;

    public IEnumerable<LocalUserPoolRequest> Changes => _requests.Where(request => request.Operation is Faults.Unlink or Faults.Link);

    /// <summary>When the read after a removal arrived; null if there was none. If the run read for another reason first, this is too early rather than too late.</summary>
    public DateTime? ReadAfter(HuntTaking taking) => _requests
        .FirstOrDefault(request => request.Number > taking.Number && request.Operation == "AdminGetUser" && request.AccessKey == taking.By && request.StatusCode == 200 && request.Username == taking.User.Username)
        ?.Timestamp;

    /// <summary>When the last request arrived by which a run linked something to a user again; null if there was none.</summary>
    public DateTime? LastLink(HuntUser user) => Changes
        .Where(request => request.Operation == Faults.Link && request.AccessKey != Rival.AccessKey && HuntFaults.IsDone(request) != false && OwnerOf(request) == user)
        .Select(request => (DateTime?)request.Timestamp).LastOrDefault();

    /// <summary>The requests about a user, as lines for a problem report.</summary>
    public IEnumerable<string> Story(HuntUser user) => _requests.Where(request => Concerns(request, user)).Select(request =>
        $"{request.Number} {request.Timestamp:ss.fff} {request.AccessKey} {request.Operation} {request.ProviderName} {request.ProviderAttributeName} {request.ProviderAttributeValue} -> {request.StatusCode} {request.ErrorCode}");

    private bool Concerns(LocalUserPoolRequest request, HuntUser user) => request.Operation is Faults.Unlink or Faults.Link
        ? request.ProviderName == ProviderUser.CognitoProvider ? request.ProviderAttributeValue == user.Username : OwnerOf(request) == user
        : request.Username is { } name && (name == user.Username || name == user.Sub || name.Equals(user.Email, StringComparison.OrdinalIgnoreCase) || name.Equals(user.Username, StringComparison.OrdinalIgnoreCase));

    private HuntUser? OwnerOf(LocalUserPoolRequest request) => _owners.GetValueOrDefault((request.ProviderName!, request.ProviderAttributeValue!));

    private IEnumerable<HuntTaking> FindTakings(HuntPicture before, HuntPicture after)
    {
        foreach (var group in Changes.Where(request => request.ProviderName is not null).GroupBy(request => (Provider: request.ProviderName!, Value: request.ProviderAttributeValue!)))
        {
            var isNative = group.Key.Provider == ProviderUser.CognitoProvider;
            var user = isNative ? before.Users.GetValueOrDefault(group.Key.Value) : _owners.GetValueOrDefault(group.Key);
            if (user is null)
            {
                continue;
            }

            // For a request without an answer, only later requests show whether it was carried out.
            HuntTaking? maybe = null;
            var isThere = true;
            foreach (var request in group)
            {
                var isDone = HuntFaults.IsDone(request);
                var taking = new HuntTaking(user, group.Key.Provider, group.Key.Value, request.AccessKey!, request.StatusCode == 200, request.Number);
                if (request.Operation == Faults.Unlink && isThere)
                {
                    maybe = isDone is null ? taking : maybe;
                    if (isDone == true)
                    {
                        yield return taking;
                        (isThere, maybe) = (false, null);
                    }
                }
                else if (request.Operation == Faults.Link && isDone != false)
                {
                    if (isThere && maybe is not null)
                    {
                        yield return maybe;
                    }

                    (isThere, maybe) = (true, null);
                }
            }

            var remains = after.Users.TryGetValue(user.Username, out var now) && (isNative ? now.PasswordSignIn : now.Identities.Any(identity => (identity.Provider, identity.Value) == group.Key));
            if (!remains && isThere && maybe is not null)
            {
                yield return maybe;
            }
        }
    }
}
