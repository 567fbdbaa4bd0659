using System.Diagnostics;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Linking;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli;

/// <summary>One undo: reads rows, links or rehearses, writes.</summary>
/// <param name="session">The pool.</param>
/// <param name="files">What to undo.</param>
/// <param name="providers">Provider names with wildcards; all when empty.</param>
internal sealed class LinkRun(PoolSession session, RowFiles files, string[] providers)
{
    private readonly ProgressBar _bar = new();
    private readonly LinkCounts _counts = new();
    private readonly ProviderFilter _filter = new(providers);
    private long _read;

    public required bool WhatIf { get; init; }

    public string? JournalPath { get; init; }

    public required ChangeLimit Limit { get; init; }

    public required int ThrottleLimit { get; init; }

    public async Task<int> RunAsync(OutputFormat format, CancellationToken cancellationToken)
    {
        await using var journal = JournalPath is null || WhatIf ? null : await LinkJournal.OpenAsync(JournalPath).ConfigureAwait(false);
        if (journal?.TornLine is { } torn)
        {
            Console.Error.WriteLine($"The last line of the journal (line {torn.Number}) had not been finished and was cut off.");
        }

        var watch = Stopwatch.StartNew();
        var rows = new LinkRows(files, session, _filter);
        using var output = new LinkOutput(format);
        var end = string.Empty;
        var exitCode = ExitCode.Done;
        try
        {
            await LinkAllAsync(rows, output, journal, cancellationToken).ConfigureAwait(false);
            var unknown = await PoolRun.WriteUnknownProvidersAsync(new UserReader(session.Caller), rows.UserPoolId, _filter, cancellationToken).ConfigureAwait(false);
            await (journal?.EndAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            var failed = _counts[LinkOutcome.Failed] + _counts[LinkOutcome.NotPossible];
            exitCode = ExitCode.Of(_counts.Total - failed, failed, unknown);
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
        var passedOver = rows.PassedOver > 0 ? $"; passed over, since they do not say Unlinked: {rows.PassedOver}" : string.Empty;
        Console.Error.WriteLine($"{end}{_counts.Describe(session.Caller, WhatIf, watch.Elapsed)}{passedOver}");
        return exitCode;
    }

    private async Task LinkAllAsync(LinkRows rows, LinkOutput output, LinkJournal? journal, CancellationToken cancellationToken)
    {
        var linker = new Linker(session.Caller, journal);
        await using var work = new WorkInFlight(ThrottleLimit, Limit, ShowProgress, cancellationToken);
        try
        {
            await foreach (var entry in rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _read++;
                await (entry.Item is { } item ? LinkItemAsync(item) : work.AddAsync(() => Tell(output, Failed(entry.UserPoolId, entry.Username, entry.Error!)))).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                await work.TellAllAsync().ConfigureAwait(false);
            }
        }

        async Task LinkItemAsync(LinkItem item)
        {
            await work.PrepareForChangeAsync().ConfigureAwait(false);
            if (!WhatIf)
            {
                work.Add((item.UserPoolId, item.Username), cancellation => LinkAsync(item, cancellation));
            }
            else if (await RehearseAsync(linker, item, cancellationToken).ConfigureAwait(false) is { } ended)
            {
                Tell(output, ended);
            }
            else
            {
                Tell(output, null, LinkRow.WouldBe(item), null, isChange: true);
            }
        }

        async Task<Action> LinkAsync(LinkItem item, CancellationToken cancellation)
        {
            var report = await linker.LinkAsync(item, cancellation).ConfigureAwait(false);
            if (report.Error is { } problem && session.DoomsTheRun(problem))
            {
                work.StartNoMore();
            }

            return () => Tell(output, report);
        }
    }

    private void ShowProgress()
    {
        session.WriteLog(_bar);
        foreach (var reduction in session.Caller.Pace.TakeNewReductions())
        {
            _bar.Write(() => Messages.Warn(reduction.Describe()));
        }

        if (_bar.IsDue)
        {
            _bar.Show("rows", _read, null, _counts[LinkOutcome.Failed], session.Caller.Retried, $"{(WhatIf ? _counts.Would : _counts[LinkOutcome.Linked]):N0} {(WhatIf ? "would be linked" : "linked")}");
        }
    }

    private static async Task<LinkReport?> RehearseAsync(Linker linker, LinkItem item, CancellationToken cancellationToken)
    {
        try
        {
            return await linker.RehearseAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is CognitoException or UnlinkException)
        {
            return new LinkReport(item.ToResult() with { Outcome = LinkOutcome.Failed, Reason = problem.Message }, problem);
        }
    }

    private static LinkReport Failed(string userPoolId, string? username, Exception problem) => new(
        new LinkResult
        {
            UserPoolId = userPoolId,
            Username = username ?? string.Empty,
            ProviderName = string.Empty,
            ProviderAttributeName = string.Empty,
            ProviderAttributeValue = string.Empty,
            Outcome = LinkOutcome.Failed,
            Reason = problem.Message,
            Timestamp = DateTime.UtcNow,
        },
        problem);

    private void Tell(LinkOutput output, LinkReport report) => Tell(output, report.Result.Outcome, LinkRow.Of(report), report.Error, report.IsChange);

    private void Tell(LinkOutput output, LinkOutcome? outcome, LinkRow row, Exception? problem, bool isChange)
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
