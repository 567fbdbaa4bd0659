using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>
/// Makes the same change to two users, one CONFIRMED and one with a temporary password. It takes two to tell a status that stays from one that
/// becomes CONFIRMED.
/// </summary>
internal abstract class StatusChange : Experiment
{
    private readonly Question _status;
    private readonly Question _email;

    protected StatusChange(string change, string when)
    {
        _status = Question.OfSwitch($"statusAfter{change}", $"UserStatus after {when}", "unchanged", "externalProvider", "confirmed", "forceChangePassword", "resetRequired");
        _email = Question.OfSwitch($"emailVerifiedAfter{change}", $"email_verified after {when}", "unchanged", "unverified", "removed");
    }

    public override IReadOnlyList<Question> Questions => [_status, _email];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (users, before, after) = (new List<string>(), new List<UserState>(), new List<UserState>());
        foreach (var (name, permanent) in new[] { ("a", true), ("b", false) })
        {
            var user = await lab.UserAsync(name, cancellationToken, permanent).ConfigureAwait(false);
            await PrepareAsync(lab, user, lab.SubjectOf(name), cancellationToken).ConfigureAwait(false);
            // Sets again what the preparation may have changed, so that only the change itself shows.
            await lab.SetPasswordAsync(user, permanent, cancellationToken).ConfigureAwait(false);
            await lab.VerifyEmailAsync(user, cancellationToken).ConfigureAwait(false);
            before.Add(await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false));
            users.Add(user);
        }

        if (before[0].Status == before[1].Status || before.Exists(state => state.EmailVerified != "true"))
        {
            throw new UndecidedException($"The users were not as they should be at the start: {string.Join(", ", before.Select(state => $"{state.Status} with email_verified {state.EmailVerified}"))}");
        }

        string?[] changes = new string?[users.Count];
        for (var i = 0; i < users.Count; i++)
        {
            changes[i] = await ChangeAsync(lab, users[i], lab.SubjectOf(i == 0 ? "a" : "b"), cancellationToken).ConfigureAwait(false);
            after.Add(await lab.GetUserAsync(users[i], cancellationToken).ConfigureAwait(false));
        }

        string?[] ids = [.. changes, .. after.Select(state => state.RequestId)];
        lab.Found(_status, StatusAnswer(before, after), ids);
        lab.Found(_email, EmailAnswer(after), ids);
    }

    protected abstract Task PrepareAsync(Lab lab, string user, string subject, CancellationToken cancellationToken);

    /// <returns>The request's id.</returns>
    protected abstract Task<string?> ChangeAsync(Lab lab, string user, string subject, CancellationToken cancellationToken);

    private static string StatusAnswer(List<UserState> before, List<UserState> after) =>
        before.Zip(after).All(pair => pair.First.Status == pair.Second.Status) ? "unchanged"
        : after[0].Status != after[1].Status ? string.Join("; ", before.Zip(after).Select(pair => $"{pair.First.Status} becomes {pair.Second.Status}"))
        : after[0].Status switch
        {
            "EXTERNAL_PROVIDER" => "externalProvider",
            "CONFIRMED" => "confirmed",
            "FORCE_CHANGE_PASSWORD" => "forceChangePassword",
            "RESET_REQUIRED" => "resetRequired",
            var other => other,
        };

    private static string EmailAnswer(List<UserState> after) => after.Select(state => state.EmailVerified).Distinct().ToList() switch
    {
        ["true"] => "unchanged",
        ["false"] => "unverified",
        [null] => "removed",
        var others => string.Join("; ", others.Select(value => value ?? "removed")),
    };
}

/// <summary>The change is a link.</summary>
internal sealed class StatusAfterLink() : StatusChange("Link", "a link")
{
    protected override Task PrepareAsync(Lab lab, string user, string subject, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task<string?> ChangeAsync(Lab lab, string user, string subject, CancellationToken cancellationToken)
    {
        var link = await lab.LinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        return link.IsDone ? link.RequestId : throw new UndecidedException($"The link was refused: {link.Text}");
    }
}

/// <summary>The change is an unlink.</summary>
internal sealed class StatusAfterUnlink() : StatusChange("Unlink", "an unlink")
{
    protected override Task PrepareAsync(Lab lab, string user, string subject, CancellationToken cancellationToken) =>
        lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken);

    protected override async Task<string?> ChangeAsync(Lab lab, string user, string subject, CancellationToken cancellationToken) =>
        (await lab.MustUnlinkAsync(ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false)).RequestId;
}

/// <summary>The change is a native deactivation, of users who have another way in.</summary>
internal sealed class StatusAfterDeactivation() : StatusChange("NativeDeactivation", "a native deactivation")
{
    protected override Task PrepareAsync(Lab lab, string user, string subject, CancellationToken cancellationToken) =>
        lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken);

    protected override async Task<string?> ChangeAsync(Lab lab, string user, string subject, CancellationToken cancellationToken) =>
        (await lab.MustDeactivateAsync(user, cancellationToken).ConfigureAwait(false)).RequestId;
}
