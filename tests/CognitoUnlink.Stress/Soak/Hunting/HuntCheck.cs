using CognitoUnlink.Gateway;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>Compares a round's pool before and after with what was requested, sent and reported.</summary>
internal sealed class HuntCheck(
    HuntSetting setting,
    IReadOnlyList<HuntPlan> plans,
    HuntPicture before,
    HuntPicture after,
    HuntLog log,
    IReadOnlyList<HuntResult> results,
    IReadOnlyList<(string Username, DateTime Ended)> takenByRival,
    Problems problems)
{
    private readonly ILookup<string, HuntTaking> _takings = log.Takings.ToLookup(taking => taking.User.Username);
    private readonly ILookup<string?, HuntResult> _results = results.ToLookup(item => item.Username);
    private int _strandedByRival;
    private int _notReadBack;

    public HuntCounts Run()
    {
        foreach (var user in before.Users.Values)
        {
            if (after.Users.TryGetValue(user.Username, out var now))
            {
                CheckTouched(user, now);
                CheckSignIn(user, now);
                CheckReported(user, now);
            }
            else
            {
                Report("user gone", user);
            }
        }

        foreach (var username in after.Users.Keys.Except(before.Users.Keys))
        {
            problems.Add("new user", $"{setting}: {username}");
        }

        return new HuntCounts
        {
            Rounds = 1,
            StrictRounds = setting.IsStrict ? 1 : 0,
            Users = before.Users.Count,
            Items = results.Count,
            Requests = log.Count,
            Taken = log.Takings.Count(IsOurs),
            TakenUnseen = log.Takings.Count(taking => IsOurs(taking) && !taking.IsSeen),
            TakenByRival = log.Takings.Count(taking => !IsOurs(taking)),
            Refused = results.Count(item => item.Outcome == "Skipped"),
            StrandedReported = results.Count(item => item.IsStranded),
            LinkedAgain = results.Count(item => item.IsLinkedAgain),
            RepairRefused = results.Count(item => item.IsRepairRefused),
            StrandedByRival = _strandedByRival,
            NotReadBack = _notReadBack,
        };
    }

    /// <summary>Only users that were named were touched, and only what was named.</summary>
    private void CheckTouched(HuntUser user, HuntUser now)
    {
        if (user.Rest != now.Rest)
        {
            Report("other change", user);
        }

        foreach (var taking in _takings[user.Username].Where(IsOurs))
        {
            var run = RunOf(taking);
            if (!run.Names(user, taking.Provider, taking.Value) || run.Shard?.Has(user.Username) == false)
            {
                Report("not named", user, $"{run.Name} took {taking.Provider} {taking.Value}");
            }
        }

        var gone = user.Identities.Except(now.Identities).Select(identity => (identity.Provider, identity.Value)).ToList();
        if (gone.Any(identity => !_takings[user.Username].Any(taking => (taking.Provider, taking.Value) == identity)))
        {
            Report("not in the log", user);
        }
    }

    private void CheckSignIn(HuntUser user, HuntUser now)
    {
        var isLost = before.CanSignIn(user, setting) && !after.CanSignIn(now, setting);
        if (!isLost && !(before.CanSignInAtAll(user, setting) && !after.CanSignInAtAll(now, setting)))
        {
            return;
        }

        if (setting.IsStrict)
        {
            Report("stranded", user, $"now {after.Describe(now)}");
            return;
        }

        var stranded = _results[user.Username].Where(item => item.IsStranded).ToList();
        if (_takings[user.Username].LastOrDefault(IsOurs) is not { } last)
        {
            _strandedByRival++;
        }
        else if (stranded.Count == 0)
        {
            if (IsReadBack(last) && !WasStopped(last))
            {
                // What the rival did after the read-back is not reported.
                if (log.ReadAfter(last) is { } read && takenByRival.Any(taking => taking.Username == user.Username && taking.Ended > read))
                {
                    _strandedByRival++;
                }
                else
                {
                    Report("stranded, not reported", user, $"now {after.Describe(now)}");
                }
            }
            else
            {
                _notReadBack++;
            }
        }
        else if (setting.Repair && !stranded.Any(item => item.IsRepairRefused && WasLinkRefused(item)))
        {
            // The rival may have removed again what was restored.
            var linked = log.LastLink(user);
            if (linked is not null && takenByRival.Any(taking => taking.Username == user.Username && taking.Ended > linked))
            {
                _strandedByRival++;
            }
            else if (last.Provider != ProviderUser.CognitoProvider)
            {
                Report("not repaired", user, $"now {after.Describe(now)}");
            }
        }
    }

    /// <summary>What was reported is what was done. If a rival also links and unlinks, it is unknown who caused the final state.</summary>
    private void CheckReported(HuntUser user, HuntUser now)
    {
        if (setting.IsStrict && _results[user.Username].Any(item => item.IsStranded))
        {
            Report("reported as stranded, but has a sign-in", user);
        }

        if (!setting.IsStrict)
        {
            return;
        }

        foreach (var taking in _takings[user.Username])
        {
            if (!_results[user.Username].Any(item => item.Run.Name == taking.By && (item.Provider, item.Value) == (taking.Provider, taking.Value) && (item.Outcome == "Unlinked" || item.IsUncertain)))
            {
                Report("taken, not reported", user, $"{taking.By} took {taking.Provider} {taking.Value}");
            }
        }

        foreach (var item in _results[user.Username].Where(item => item.Outcome == "Unlinked" && item.Provider != ProviderUser.CognitoProvider))
        {
            if (now.Identities.Any(identity => (identity.Provider, identity.Value) == (item.Provider, item.Value)))
            {
                Report("reported, but not done", user, $"{item}");
            }
        }
    }

    /// <summary>Whether the engine reads the user again after it removed this: for SAML and OIDC, with Verify or Repair, and if the process removed something else from the user.</summary>
    private bool IsReadBack(HuntTaking taking) =>
        setting.Verify
        || setting.Repair
        || taking.Provider is not (ProviderUser.CognitoProvider or "Google" or "Facebook")
        || _takings[taking.User.Username].Any(other => other != taking && IsOurs(other) && RunOf(other).Process == RunOf(taking).Process);

    private bool WasStopped(HuntTaking taking) => _results[taking.User.Username].Any(item =>
        item.Run.Name == taking.By && (item.Provider, item.Value) == (taking.Provider, taking.Value) && (item.IsStopped || item.IsUncertain));

    private bool WasLinkRefused(HuntResult item) => log.Changes.Any(request =>
        request.Operation == Faults.Link && request.AccessKey == item.Run.Name && request.StatusCode != 200 && (request.ProviderName, request.ProviderAttributeValue) == (item.Provider, item.Value));

    private HuntPlan RunOf(HuntTaking taking) => plans.First(plan => plan.Name == taking.By);

    private static bool IsOurs(HuntTaking taking) => taking.By != Rival.AccessKey;

    private void Report(string kind, HuntUser user, string? detail = null) => problems.Add(kind, string.Join(
        "\n    ",
        (string[])
        [
            $"{setting}; repeat it with --seed {setting.Seed}",
            before.Describe(user),
            .. detail is null ? (string[])[] : [detail],
            .. plans.Where(plan => plan.Rows.Count == 0 || plan.Rows.Any(row => row.Owner == user)).Select(plan => $"{plan with { Rows = [.. plan.Rows.Where(row => row.Owner == user)] }}"),
            .. log.Story(user),
            .. _results[user.Username].Select(item => $"{item}"),
        ]));
}
