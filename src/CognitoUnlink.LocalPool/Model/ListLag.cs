namespace CognitoUnlink.LocalPool.Model;

/// <summary>
/// What lists show of users that changed a moment ago: they are eventually consistent, AdminGetUser is not.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
/// </summary>
internal sealed class ListLag(TimeSpan lag)
{
    private readonly Queue<(DateTime Time, User User)> _changes = new();
    private readonly Dictionary<User, Queue<User?>> _before = [];

    public bool IsOn => lag > TimeSpan.Zero;

    /// <summary>Keeps what a user is like before a change; null before it is made.</summary>
    public void Keep(User user, DateTime now, User? before)
    {
        if (!IsOn)
        {
            return;
        }

        Forget(now);
        _changes.Enqueue((now, user));
        if (!_before.TryGetValue(user, out var history))
        {
            _before[user] = history = new();
        }

        history.Enqueue(before);
    }

    /// <summary>A page of users as they are to be listed now.</summary>
    public (List<User> Items, int? Next) Page(PagedSet<User> users, DateTime now, int start, int limit, Predicate<User>? matches)
    {
        if (!IsOn)
        {
            return users.Page(start, limit, matches);
        }

        Forget(now);
        var (items, next) = users.Page(start, limit, user => AsListed(user) is { } listed && (matches?.Invoke(listed) ?? true));
        return ([.. items.Select(user => AsListed(user)!)], next);
    }

    private User? AsListed(User user) =>
        _before.TryGetValue(user, out var history) ? history.Peek()
        : user.Deleted ? null
        : user;

    private void Forget(DateTime now)
    {
        while (_changes.TryPeek(out var change) && change.Time + lag <= now)
        {
            _changes.Dequeue();
            var history = _before[change.User];
            history.Dequeue();
            if (history.Count == 0)
            {
                _before.Remove(change.User);
            }
        }
    }
}
