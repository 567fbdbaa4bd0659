using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Linking;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli;

/// <summary>One undo: reads rows, links or rehearses, writes.</summary>
/// <param name="session">The pool.</param>
/// <param name="files">What to undo.</param>
/// <param name="providers">Provider names with wildcards; all when empty.</param>
internal sealed class LinkRun(PoolSession session, RowFiles files, string[] providers) : ChangeRun(session, providers)
{
    private readonly PoolProgress _progress = new(session, "rows", null);
    private readonly LinkCounts _counts = new();
    private readonly ProviderFilter _filter = new(providers);
    private LinkRows? _rows;
    private long _read;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var rows = _rows = new LinkRows(files, Session, _filter);
        using var output = new LinkOutput(Format);
        return await RunAsync(
            LinkJournal.OpenAsync,
            async journal =>
            {
                output.Begin();
                await LinkAllAsync(rows, output, journal, cancellationToken).ConfigureAwait(false);
                var unknown = await PoolRun.WriteUnknownProvidersAsync(Session, rows.UserPoolId, _filter, cancellationToken).ConfigureAwait(false);
                var failed = _counts[LinkOutcome.Failed] + _counts[LinkOutcome.NotPossible];
                return ExitCode.Of(_counts.Total - failed, failed, unknown);
            },
            _counts,
            _progress,
            elapsed => output.End(_counts, Session.Callers, WhatIf, elapsed),
            cancellationToken).ConfigureAwait(false);
    }

    protected override string Remark => _rows is { PassedOver: > 0 } rows ? $"; passed over, since they do not say Unlinked: {rows.PassedOver}" : string.Empty;

    protected override IEnumerable<string> Warnings => [.. files.Warnings, .. OfJournals];

    // A journal that is undone behind its back goes on telling reports and the next run that everything is unlinked.
    private IEnumerable<string> OfJournals => WhatIf || JournalPath is not null || _counts[LinkOutcome.Linked] + _counts[LinkOutcome.AlreadyLinked] == 0 ? [] : files.Journals switch
    {
        [] => [],
        [RowFile.StdinName] => ["The journal on stdin knows nothing of this undo, and a later unlink with it would take what is linked again for done. To note it there, run this once more with its file as --journal."],
        [var journal] => [$"The journal '{journal}' knows nothing of this undo, and a later unlink with it would take what is linked again for done. To note it there, run this once more with --journal {journal}."],
        var journals => [$"The journals {string.Join(", ", journals)} know nothing of this undo. To note it, run this once more with --journal FILE, and give that file beside them to report and relink."],
    };

    private async Task LinkAllAsync(LinkRows rows, LinkOutput output, LinkJournal? journal, CancellationToken cancellationToken)
    {
        var linkers = new Dictionary<ServiceCaller, Linker>();
        await using var work = new WorkInFlight(ThrottleLimit, Limit, ShowProgress, cancellationToken);
        try
        {
            await foreach (var entry in rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _read++;
                try
                {
                    await LinkItemAsync(entry.Item ?? throw entry.Error!).ConfigureAwait(false);
                }
                catch (Exception problem) when (ErrorAdvice.IdOf(problem) is not null && !Session.DoomsTheRun(problem))
                {
                    await work.AddAsync(() => Tell(output, Failed(entry.UserPoolId, entry.Username, problem))).ConfigureAwait(false);
                }
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
            var caller = Session.CallerFor(item.UserPoolId);
            var linker = linkers.TryGetValue(caller, out var known) ? known : linkers[caller] = new Linker(caller, journal);
            if (!WhatIf)
            {
                work.Add((item.UserPoolId, item.Username), cancellation => LinkAsync(linker, item, cancellation));
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

        async Task<Action> LinkAsync(Linker linker, LinkItem item, CancellationToken cancellation)
        {
            var report = await linker.LinkAsync(item, cancellation).ConfigureAwait(false);
            if (report.Error is { } problem && Session.DoomsTheRun(problem))
            {
                work.StartNoMore();
            }

            return () => Tell(output, report);
        }
    }

    private void ShowProgress() => _progress.Show(
        _read,
        _counts[LinkOutcome.Failed],
        () => WhatIf ? $"{_counts.Would:N0} would be linked" : $"{_counts[LinkOutcome.Linked]:N0} linked");

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
        _counts.Count(outcome, problem);
        if (isChange)
        {
            Limit.Count();
        }

        _progress.WriteOut(() => output.Write(row));
        if (problem is not null && Session.DoomsTheRun(problem))
        {
            throw problem;
        }

        if (problem is not null)
        {
            Tell(problem, _counts, _progress);
        }
    }
}
