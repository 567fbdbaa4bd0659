using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Pacing;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli;

/// <summary>One run over a pool: reads, unlinks or rehearses, writes.</summary>
/// <param name="session">The pool.</param>
/// <param name="providers">Provider names with wildcards; all when empty.</param>
/// <param name="usernames">The users; all when empty.</param>
internal sealed class UnlinkRun(PoolSession session, string[] providers, string[] usernames) : ChangeRun(session, providers)
{
    private readonly UnlinkCounts _counts = new();
    private readonly ProviderFilter _filter = new(providers);
    private PoolProgress? _progress;
    private long _read;

    public required UnlinkOptions Options { get; init; }

    public bool Parallel { get; init; }

    /// <summary>What to unlink; null for what users have.</summary>
    public RowFiles? Files { get; init; }

    /// <summary>Whether identities of every provider were asked for; of rows that name identities that need not be said.</summary>
    public bool AllProviders { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        _progress = Files is null ? PoolProgress.OfUsers(Session, usernames, cancellationToken) : new PoolProgress(Session, "rows", null);
        var rows = Files is null ? null : new UnlinkRows(Files, Session, AllProviders || Providers.Length > 0 ? _filter : null);
        using var output = new UnlinkOutput(Format);
        return await RunAsync(
            UnlinkJournal.OpenAsync,
            async journal =>
            {
                output.Begin();
                await UnlinkAllAsync(rows, output, journal, cancellationToken).ConfigureAwait(false);
                var unknown = await PoolRun.WriteUnknownProvidersAsync(Session, rows?.UserPoolId ?? Session.UserPoolId, _filter, cancellationToken).ConfigureAwait(false);
                return ExitCode.Of(_counts.Total - _counts[UnlinkOutcome.Failed], _counts[UnlinkOutcome.Failed], unknown);
            },
            _counts,
            _progress,
            elapsed => output.End(_counts, Session.Callers, WhatIf, elapsed),
            cancellationToken).ConfigureAwait(false);
    }

    protected override RunSettings Settings => base.Settings with
    {
        AllProviders = AllProviders ? true : null,
        AllowLockout = Options.AllowLockout,
        Verify = Options.Verify,
        SignOut = Options.SignOut,
    };

    protected override IEnumerable<string> Warnings => Files?.Warnings ?? [];

    private async Task UnlinkAllAsync(UnlinkRows? rows, UnlinkOutput output, UnlinkJournal? journal, CancellationToken cancellationToken)
    {
        var hands = new Dictionary<ServiceCaller, (Unlinker Unlinker, UnlinkRehearsal Rehearsal)>();
        await using var work = new WorkInFlight(ThrottleLimit, Limit, ShowProgress, cancellationToken);
        try
        {
            if (rows is null)
            {
                await PoolRun.ForEachUserAsync(
                    Session,
                    usernames,
                    Parallel,
                    UnlinkUserAsync,
                    (username, problem) => work.AddAsync(() => Tell(output, Failed(Session.UserPoolId, username, problem))),
                    _progress!.Warn,
                    cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await UnlinkRowsAsync(rows).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                await work.TellAllAsync().ConfigureAwait(false);
            }
        }

        async Task UnlinkUserAsync(CognitoUser user)
        {
            _read++;
            if (Shard?.Has(user.Username) == false)
            {
                return;
            }

            LinkedIdentity[] identities = [.. LinkedIdentities.Of(Session.UserPoolId, user).Where(identity => _filter.IsMatch(identity.ProviderName))];
            if (identities.Length == 0 && usernames.Length > 0 && await Session.ReaderFor(Session.UserPoolId).KnowsAnyAsync(Session.UserPoolId, _filter, cancellationToken).ConfigureAwait(false))
            {
                _progress!.Warn(_filter.NothingToUnlink(user.Username));
            }

            foreach (var identity in identities)
            {
                await UnlinkItemAsync(UnlinkItem.For(identity, user)).ConfigureAwait(false);
            }
        }

        async Task UnlinkRowsAsync(UnlinkRows rows)
        {
            await foreach (var entry in rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _read++;
                try
                {
                    await UnlinkItemAsync(entry.Item ?? throw entry.Error!).ConfigureAwait(false);
                }
                catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null && !Session.DoomsTheRun(problem))
                {
                    await work.AddAsync(() => Tell(output, Failed(entry.UserPoolId, entry.Username, problem))).ConfigureAwait(false);
                }
            }
        }

        async Task UnlinkItemAsync(UnlinkItem item)
        {
            await work.PrepareForChangeAsync().ConfigureAwait(false);
            var caller = Session.CallerFor(item.UserPoolId);
            var (unlinker, rehearsal) = hands.TryGetValue(caller, out var known) ? known : hands[caller] = (new Unlinker(caller, Options, journal), new UnlinkRehearsal(caller, Options));
            object? user = item.Username is null ? null : (item.UserPoolId, item.Username);
            work.Add(user, cancellation => WhatIf ? RehearseAsync(rehearsal, item, cancellation) : UnlinkAsync(unlinker, item, cancellation));
        }

        async Task<Action> RehearseAsync(UnlinkRehearsal rehearsal, UnlinkItem item, CancellationToken cancellation)
        {
            try
            {
                var read = await rehearsal.ReadAsync(item, cancellation).ConfigureAwait(false);
                return () => Rehearse(output, rehearsal, read);
            }
            catch (Exception problem) when (problem is CognitoException or UnlinkException)
            {
                return () => Tell(output, Failed(item, problem));
            }
        }

        async Task<Action> UnlinkAsync(Unlinker unlinker, UnlinkItem item, CancellationToken cancellation)
        {
            var report = await unlinker.UnlinkAsync(item, cancellation).ConfigureAwait(false);
            if (report.Error is { } problem && Session.DoomsTheRun(problem))
            {
                work.StartNoMore();
            }

            return () => Tell(output, report);
        }
    }

    private void ShowProgress() => _progress!.Show(
        _read,
        _counts[UnlinkOutcome.Failed],
        () => WhatIf ? $"{_counts.Would:N0} would be unlinked" : $"{_counts[UnlinkOutcome.Unlinked]:N0} unlinked");

    private void Rehearse(UnlinkOutput output, UnlinkRehearsal rehearsal, UnlinkItem item)
    {
        try
        {
            var judgement = rehearsal.Judge(item);
            Tell(output, judgement.Outcome, UnlinkRow.Of(item, judgement), judgement.Error, isChange: judgement.Outcome is null);
        }
        catch (UnlinkException problem)
        {
            Tell(output, Failed(item, problem));
        }
    }

    private static UnlinkReport Failed(UnlinkItem item, Exception problem) =>
        new(item.ToResult() with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Timestamp = DateTime.UtcNow }, problem);

    private static UnlinkReport Failed(string userPoolId, string? username, Exception problem) => new(
        new UnlinkResult
        {
            UserPoolId = userPoolId,
            Username = username,
            ProviderName = string.Empty,
            ProviderAttributeName = string.Empty,
            ProviderAttributeValue = string.Empty,
            Outcome = UnlinkOutcome.Failed,
            Reason = problem.Message,
            Timestamp = DateTime.UtcNow,
        },
        problem);

    private void Tell(UnlinkOutput output, UnlinkReport report) =>
        Tell(output, report.Result.Outcome, UnlinkRow.Of(report), report.Error, report.IsChange);

    private void Tell(UnlinkOutput output, UnlinkOutcome? outcome, UnlinkRow row, Exception? problem, bool isChange)
    {
        _counts.Count(outcome, problem);
        if (isChange)
        {
            Limit.Count();
        }

        _progress!.WriteOut(() => output.Write(row));
        if (problem is not null && Session.DoomsTheRun(problem))
        {
            throw problem;
        }

        if (problem is not null)
        {
            Tell(problem, _counts, _progress!);
        }
    }
}
