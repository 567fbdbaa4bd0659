using System.Diagnostics.CodeAnalysis;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>A row in a run's list.</summary>
/// <param name="Name">What the row calls the user.</param>
/// <param name="Owner">The user that this means by the pool's rules; null if there is none.</param>
/// <param name="Provider">The provider; null for the providers of the run.</param>
/// <param name="Value">The subject; null for all identities from the provider.</param>
/// <param name="Sub">The sub that the row also gives; null for none.</param>
/// <param name="IsNative">Whether the password sign-in is to be removed.</param>
internal sealed record HuntRow(string Name, HuntUser? Owner, string? Provider, string? Value, string? Sub, bool IsNative)
{
    public override string ToString() => $"{Name} {(IsNative ? "native" : $"{Provider ?? "*"} {Value}")}{(Sub is null ? string.Empty : " with sub")}";
}

/// <summary>What one run of a round is to do.</summary>
/// <param name="Name">Its name, which is also its access key, so that the pool's log shows which run sent a request.</param>
/// <param name="IsInProcess">Whether the engine runs in this process; otherwise, the command line is started.</param>
/// <param name="Shard">Its part of the list; null for all of it.</param>
/// <param name="Providers">The providers that it may unlink; empty for all.</param>
/// <param name="Rows">Its list; empty for the whole pool.</param>
/// <param name="InFlight">The number of items in flight.</param>
internal sealed record HuntPlan(string Name, bool IsInProcess, Shard? Shard, IReadOnlyList<string> Providers, IReadOnlyList<HuntRow> Rows, int InFlight)
{
    /// <summary>The process. Runs in the same process know what the others did.</summary>
    public string Process => IsInProcess ? "here" : Name;

    /// <summary>Whether the plan names an identity. The provider "Cognito" means the password sign-in.</summary>
    public bool Names(HuntUser user, string provider, string value) => provider == ProviderUser.CognitoProvider
        ? Rows.Any(row => row.IsNative && row.Owner == user)
        : (Providers.Count == 0 || Providers.Contains(provider)) && (Rows.Count == 0
            || Rows.Any(row => row.Owner == user && !row.IsNative && (row.Provider is null || row.Provider == provider) && (row.Value is null || row.Value == value)));

    public override string ToString() =>
        $"{Name}{(Shard is null ? string.Empty : $" shard {Shard}")} [{string.Join(", ", Providers.DefaultIfEmpty("all providers"))}]: {(Rows.Count == 0 ? "the whole pool" : string.Join("; ", Rows))}";
}

/// <summary>Draws what the runs of a round are to do.</summary>
[SuppressMessage("Security", "CA5394", Justification = "No secret.")]
internal sealed class HuntPlans(HuntSetting setting, HuntPicture pool, Random random)
{
    private const int Crowd = 10;

    private readonly HuntUser[] _users = [.. pool.Users.Values];

    // Runs must overlap, so most rows are about the same few users, and some lists have them in the same order.
    private readonly HuntUser[] _crowd = [.. pool.Users.Values.Where(user => user.Identities.Count > 1).OrderBy(_ => random.Next()).Take(Crowd)];

    // Each run removes a different identity from the same users, one after another.
    private readonly bool _isCrossing = setting.Kind != HuntKind.Shards && random.Next(5) < 2;

    public IReadOnlyList<HuntPlan> Draw()
    {
        if (setting.Kind == HuntKind.Shards)
        {
            var (providers, rows) = DrawList(number: 0, mayBeNative: false);
            return [.. Enumerable.Range(1, setting.Runs).Select(number => new HuntPlan($"shard{number}", false, new Shard(number, setting.Runs), providers, rows, random.Next(1, 9)))];
        }

        return [.. Enumerable.Range(1, setting.Runs).Select(number =>
        {
            var isInProcess = setting.Kind == HuntKind.OneProcess || (setting.Kind == HuntKind.Mixed && number > 1);

            // The service does not show that a password sign-in was deactivated, so another process cannot know it.
            var (providers, rows) = DrawList(number, mayBeNative: setting.Kind == HuntKind.OneProcess);
            return new HuntPlan($"{(isInProcess ? "run" : "process")}{number}", isInProcess, null, providers, rows, random.Next(1, _isCrossing ? 3 : 9));
        })];
    }

    private (IReadOnlyList<string> Providers, IReadOnlyList<HuntRow> Rows) DrawList(int number, bool mayBeNative)
    {
        if (_isCrossing)
        {
            return ([], [.. _users.Where(user => user.Identities.Count > 1).Select(user => Crossing(user, user.Identities[number % user.Identities.Count]))]);
        }

        string[] providers = random.Next(3) == 0 ? [.. pool.Providers.Where(_ => random.Next(3) > 0)] : [];
        return (providers, random.Next(5) == 0 ? [] : [.. Enumerable.Range(0, random.Next(10, 50)).Select(_ => DrawRow(mayBeNative))]);
    }

    private HuntRow Crossing(HuntUser user, HuntIdentity identity)
    {
        var (name, owner) = DrawName(user);
        return new HuntRow(name, owner, identity.Provider, identity.Value, null, IsNative: false);
    }

    private HuntRow DrawRow(bool mayBeNative)
    {
        var users = _crowd.Length > 0 && random.Next(4) > 0 ? _crowd : _users;
        var user = users[random.Next(users.Length)];
        var (name, owner) = DrawName(user);
        if (mayBeNative && random.Next(8) == 0)
        {
            return new HuntRow(name, owner, null, null, null, IsNative: true);
        }

        var identity = user.Identities.Count > 0 && random.Next(4) > 0 ? user.Identities[random.Next(user.Identities.Count)] : null;
        var value = random.Next(2) == 0 ? identity?.Value : null;
        return new HuntRow(name, owner, identity?.Provider, value, value is not null && random.Next(2) == 0 ? user.Sub : null, IsNative: false);
    }

    private (string Name, HuntUser? Owner) DrawName(HuntUser user) => random.Next(6) switch
    {
        0 => (user.Sub, user),
        1 when user.Email is { } email => (email, IsNamedBy(user) ? user : null),
        2 when user.Email is { } email && !pool.IsCaseSensitive => (email.ToUpperInvariant(), IsNamedBy(user) ? user : null),
        3 when !pool.IsCaseSensitive => (user.Username.ToUpperInvariant(), user),
        _ => (user.Username, user),
    };

    private bool IsNamedBy(HuntUser user) => pool.IsNamedByEmail || (pool.IsNamedByVerifiedEmail && user.HasVerifiedEmail);
}
