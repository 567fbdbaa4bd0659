namespace CognitoUnlink.Soak;

/// <summary>Compares a pool before and after a run: nothing is lost, nothing is added, and no other user is changed.</summary>
internal static class PoolCheck
{
    /// <summary>Checks the pool after everything was unlinked.</summary>
    /// <returns>What was unlinked.</returns>
    public static HashSet<Link> Unlinked(PoolPicture before, PoolPicture after, string round, Problems problems)
    {
        Same(before, after, round, problems);
        foreach (var (was, user) in Users(before, after))
        {
            problems.Each(user.Links.Except(was.Links).Select(link => $"{round}: {link}"), "new link");
            problems.Unless(user.Links.Count <= was.Kept, "lost", $"{round}: {user.Username} still has {user.Links.Count} links, and should have {was.Kept}");
            problems.Unless(user.Links.Count >= was.Kept, "locked out", $"{round}: {user.Username} has {user.Links.Count} links, and should have {was.Kept}");
        }

        return [.. before.Links.Except(after.Links)];
    }

    /// <summary>Checks the pool after everything that can be linked again was linked again.</summary>
    /// <returns>What could not be linked again.</returns>
    public static HashSet<Link> Undone(PoolPicture before, PoolPicture after, HashSet<Link> unlinked, string round, Problems problems)
    {
        Same(before, after, round, problems);
        var twins = unlinked.Where(link => before.Owned.Contains((link.Provider, link.Subject))).ToHashSet();
        var missing = before.Links.Except(after.Links).ToHashSet();
        problems.Each(missing.Except(twins).Select(link => $"{round}: {link}"), "not undone");
        problems.Each(twins.Except(missing).Select(link => $"{round}: {link}"), "twin linked");
        problems.Each(after.Links.Except(before.Links).Select(link => $"{round}: {link}"), "new link");
        return missing;
    }

    private static void Same(PoolPicture before, PoolPicture after, string round, Problems problems)
    {
        problems.Unless(before.Rest == after.Rest, "foreign change", $"{round}: the pool itself");
        problems.Each(after.Users.Keys.Except(before.Users.Keys).Select(name => $"{round}: {name}"), "new user");
        problems.Each(before.Users.Keys.Except(after.Users.Keys).Select(name => $"{round}: {name}"), "user gone");
        foreach (var (was, user) in Users(before, after))
        {
            problems.Unless(was.Rest == user.Rest && was.Own.SetEquals(user.Own), "foreign change", $"{round}: {user.Username}");
            problems.Unless(was.Links.Count > 0 || was.LastModified == user.LastModified, "foreign change", $"{round}: {user.Username} was touched");
        }
    }

    private static IEnumerable<(UserPicture Before, UserPicture After)> Users(PoolPicture before, PoolPicture after) =>
        before.Users.Values.Where(user => after.Users.ContainsKey(user.Username)).Select(user => (user, after.Users[user.Username]));
}
