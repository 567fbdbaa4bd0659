using System.Diagnostics;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli;

/// <summary>One run over a pool: reads, unlinks or rehearses, writes.</summary>
/// <param name="session">The pool.</param>
/// <param name="providers">Provider names with wildcards; all when empty.</param>
/// <param name="usernames">The users; all when empty.</param>
internal sealed class UnlinkRun(PoolSession session, string[] providers, string[] usernames)
{
    private readonly ProgressBar _bar = new();
    private readonly UnlinkCounts _counts = new();
    private readonly ProviderFilter _filter = new(providers);
    private readonly UserReader _users = new(session.Caller);
    private Task<long?>? _total;
    private long _read;

    public required UnlinkOptions Options { get; init; }

    public required bool WhatIf { get; init; }

    public bool Parallel { get; init; }

    public string? JournalPath { get; init; }

    public required ChangeLimit Limit { get; init; }

    public required int ThrottleLimit { get; init; }

    /// <summary>What to unlink; null for what users have.</summary>
    public RowFiles? Files { get; init; }

    /// <summary>Whether identities of every provider were asked for; of rows that name identities that need not be said.</summary>
    public bool AllProviders { get; init; }

    public async Task<int> RunAsync(OutputFormat format, CancellationToken cancellationToken)
    {
        await using var journal = JournalPath is null || WhatIf ? null : await UnlinkJournal.OpenAsync(JournalPath).ConfigureAwait(false);
        if (journal?.TornLine is { } torn)
        {
            Console.Error.WriteLine($"The last line of the journal (line {torn.Number}) had not been finished and was cut off.");
        }

        var watch = Stopwatch.StartNew();
        var rows = Files is null ? null : new UnlinkRows(Files, session, _users, AllProviders || providers.Length > 0 ? _filter : null);
        using var output = new UnlinkOutput(format);
        var end = string.Empty;
        var exitCode = ExitCode.Done;
        try
        {
            await UnlinkAllAsync(rows, output, journal, cancellationToken).ConfigureAwait(false);
            var unknown = await PoolRun.WriteUnknownProvidersAsync(_users, rows?.UserPoolId ?? session.UserPoolId, _filter, cancellationToken).ConfigureAwait(false);
            await (journal?.EndAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            exitCode = ExitCode.Of(_counts.Total - _counts[UnlinkOutcome.Failed], _counts[UnlinkOutcome.Failed], unknown);
        }
        catch (OperationCanceledException)
        {
            (end, exitCode) = ("Interrupted: ", ExitCode.Interrupted);
        }
        catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null)
        {
            _bar.Clear();
            Messages.Write(problem);
            (end, exitCode) = ("Broken off: ", ExitCode.OfBreak(problem, _counts.Total));
        }

        _bar.Clear();
        session.WriteLog();
        output.End(_counts, session.Caller, WhatIf, watch.Elapsed);
        Console.Error.WriteLine($"{end}{_counts.Describe(session.Caller, WhatIf, watch.Elapsed)}");
        return exitCode;
    }

    private async Task UnlinkAllAsync(UnlinkRows? rows, UnlinkOutput output, UnlinkJournal? journal, CancellationToken cancellationToken)
    {
        var unlinker = new Unlinker(session.Caller, Options, journal);
        var rehearsal = new UnlinkRehearsal(session.Caller, Options);
        await using var work = new WorkInFlight(ThrottleLimit, Limit, () => ShowProgress(cancellationToken), cancellationToken);
        try
        {
            if (rows is null)
            {
                await PoolRun.ForEachUserAsync(
                    _users,
                    session.UserPoolId,
                    usernames,
                    Parallel,
                    UnlinkUserAsync,
                    (username, problem) => work.AddAsync(() => Tell(output, Failed(session.UserPoolId, username, problem))),
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
            foreach (var identity in LinkedIdentities.Of(session.UserPoolId, user).Where(identity => _filter.IsMatch(identity.ProviderName)))
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
                catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null && !session.DoomsTheRun(problem))
                {
                    await work.AddAsync(() => Tell(output, Failed(entry.UserPoolId, entry.Username, problem))).ConfigureAwait(false);
                }
            }
        }

        async Task UnlinkItemAsync(UnlinkItem item)
        {
            await work.PrepareForChangeAsync().ConfigureAwait(false);
            if (WhatIf)
            {
                var judgement = await rehearsal.JudgeAsync(item, cancellationToken).ConfigureAwait(false);
                Tell(output, judgement.Outcome, UnlinkRow.Of(item, judgement), judgement.Error, isChange: judgement.Outcome is null);
            }
            else
            {
                object? user = item.Username is null ? null : (item.UserPoolId, item.Username);
                work.Add(user, cancellation => UnlinkAsync(item, cancellation));
            }
        }

        async Task<Action> UnlinkAsync(UnlinkItem item, CancellationToken cancellation)
        {
            var report = await unlinker.UnlinkAsync(item, cancellation).ConfigureAwait(false);
            if (report.Error is { } problem && session.DoomsTheRun(problem))
            {
                work.StartNoMore();
            }

            return () => Tell(output, report);
        }
    }

    private void ShowProgress(CancellationToken cancellationToken)
    {
        session.WriteLog(_bar);
        foreach (var reduction in session.Caller.Pace.TakeNewReductions())
        {
            _bar.Write(() => Messages.Warn(reduction.Describe()));
        }

        if (_bar.IsDue)
        {
            // How many rows a file has is known at its end.
            _total ??= Files is null && usernames.Length == 0
                ? _users.EstimatedNumberOfUsersAsync(session.UserPoolId, cancellationToken)
                : Task.FromResult<long?>(Files is null ? usernames.Length : null);
            _bar.Show(
                Files is null ? "users" : "rows",
                _read,
                _total.IsCompletedSuccessfully ? _total.Result : null,
                _counts[UnlinkOutcome.Failed],
                session.Caller.Retried,
                $"{(WhatIf ? _counts.Would : _counts[UnlinkOutcome.Unlinked]):N0} {(WhatIf ? "would be unlinked" : "unlinked")}");
        }
    }

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
        _counts.Count(outcome);
        if (isChange)
        {
            Limit.Count();
        }

        _bar.Write(() => output.Write(row));
        if (problem is not null && session.DoomsTheRun(problem))
        {
            throw problem;
        }

        if (problem is not null)
        {
            _bar.Write(() => Messages.Write(problem));
        }
    }
}
