using CognitoUnlink.Gateway;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>Compares a round's pool before and after with what was asked for, sent and told.</summary>
internal sealed class HuntCheck(
    HuntSetting setting,
    IReadOnlyList<HuntPlan> plans,
    HuntPicture before,
    HuntPicture after,
    HuntLog log,
    IReadOnlyList<HuntTold> told,
    IReadOnlyList<(string Username, DateTime Ended)> takenByRival,
    Problems problems)
{
    private readonly ILookup<string, HuntTaking> _takings = log.Takings.ToLookup(taking => taking.User.Username);
    private readonly ILookup<string?, HuntTold> _told = told.ToLookup(item => item.Username);
    private int _strandedByRival;
    private int _notReadBack;

    public HuntCounts Run()
    {
        foreach (var user in before.Users.Values)
        {
            if (after.Users.TryGetValue(user.Username, out var now))
            {
                CheckTouched(user, now);
                CheckWayIn(user, now);
                CheckTold(user, now);
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
            Items = told.Count,
            Requests = log.Count,
            Taken = log.Takings.Count(IsOurs),
            TakenUnseen = log.Takings.Count(taking => IsOurs(taking) && !taking.IsSeen),
            TakenByRival = log.Takings.Count(taking => !IsOurs(taking)),
            Refused = told.Count(item => item.Outcome == "Skipped"),
            StrandedTold = told.Count(item => item.IsStranded),
            LinkedAgain = told.Count(item => item.IsLinkedAgain),
            RepairRefused = told.Count(item => item.IsRepairRefused),
            StrandedByRival = _strandedByRival,
            NotReadBack = _notReadBack,
        };
    }

    /// <summary>Nobody was touched who was not named, and nothing that was not named.</summary>
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

    private void CheckWayIn(HuntUser user, HuntUser now)
    {
        var isLost = before.HasWayIn(user, setting) && !after.HasWayIn(now, setting);
        if (!isLost && !(before.HasAnyWayIn(user, setting) && !after.HasAnyWayIn(now, setting)))
        {
            return;
        }

        if (setting.IsStrict)
        {
            Report("stranded", user, $"now {after.Describe(now)}");
            return;
        }

        var stranded = _told[user.Username].Where(item => item.IsStranded).ToList();
        if (_takings[user.Username].LastOrDefault(IsOurs) is not { } last)
        {
            _strandedByRival++;
        }
        else if (stranded.Count == 0)
        {
            if (IsReadBack(last) && !WasStopped(last))
            {
                // Nobody is told of what the rival did after the read-back.
                if (log.ReadAfter(last) is { } read && takenByRival.Any(taking => taking.Username == user.Username && taking.Ended > read))
                {
                    _strandedByRival++;
                }
                else
                {
                    Report("stranded and not told", user, $"now {after.Describe(now)}");
                }
            }
            else
            {
                _notReadBack++;
            }
        }
        else if (setting.Repair && !stranded.Any(item => item.IsRepairRefused && WasLinkRefused(item)))
        {
            // What was given back the rival may have taken again.
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

    /// <summary>What was told is what was done. Where a rival links and unlinks too, nobody can say whose doing the end is.</summary>
    private void CheckTold(HuntUser user, HuntUser now)
    {
        if (setting.IsStrict && _told[user.Username].Any(item => item.IsStranded))
        {
            Report("told stranded", user);
        }

        if (!setting.IsStrict)
        {
            return;
        }

        foreach (var taking in _takings[user.Username])
        {
            if (!_told[user.Username].Any(item => item.Run.Name == taking.By && (item.Provider, item.Value) == (taking.Provider, taking.Value) && (item.Outcome == "Unlinked" || item.IsUncertain)))
            {
                Report("not told", user, $"{taking.By} took {taking.Provider} {taking.Value}");
            }
        }

        foreach (var item in _told[user.Username].Where(item => item.Outcome == "Unlinked" && item.Provider != ProviderUser.CognitoProvider))
        {
            if (now.Identities.Any(identity => (identity.Provider, identity.Value) == (item.Provider, item.Value)))
            {
                Report("told and not done", user, $"{item}");
            }
        }
    }

    /// <summary>Whether the engine reads a user after it took this: SAML and OIDC, where that was asked for, and where the process took something else of the user.</summary>
    private bool IsReadBack(HuntTaking taking) =>
        setting.Verify
        || taking.Provider is not (ProviderUser.CognitoProvider or "Google" or "Facebook")
        || _takings[taking.User.Username].Any(other => other != taking && IsOurs(other) && RunOf(other).Process == RunOf(taking).Process);

    private bool WasStopped(HuntTaking taking) => _told[taking.User.Username].Any(item =>
        item.Run.Name == taking.By && (item.Provider, item.Value) == (taking.Provider, taking.Value) && (item.IsStopped || item.IsUncertain));

    private bool WasLinkRefused(HuntTold item) => log.Changes.Any(request =>
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
            .. _told[user.Username].Select(item => $"{item}"),
        ]));
}
