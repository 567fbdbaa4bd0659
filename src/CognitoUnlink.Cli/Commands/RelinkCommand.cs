using System.CommandLine;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Cli.Running;
using CognitoUnlink.Identities;
using CognitoUnlink.Linking;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink relink</c>: the undo.</summary>
internal static class RelinkCommand
{
    public static Command Create()
    {
        var from = FromOption.Create("What to undo: a journal, the output of unlink, or earlier output of list or of AWS's list-users. From journals and results, only identities that were unlinked are linked again. Several journals are read as one. Repeatable; - is stdin.");
        from.Required = true;
        var column = ColumnOption.Create();
        var pool = new PoolOptions(QuotaCategory.UserUpdate, from, canBeLocal: false);
        var provider = ProviderOption.Create("Only identities of this provider; wildcards, repeatable, case-sensitive.");
        var username = UsernameOption.Create("Only this user; repeatable. Default: all users.");
        var consent = new ConsentOptions(from);
        var journal = new Option<string?>("--journal") { HelpName = FileValue.Name, Description = "Write each link to this file before it is made; given again, it resumes. Usually the journal being undone, so that it records the undo." };
        var maximumChange = NumberOption.MaximumChange("Make at most this many links, then stop.");
        var throttleLimit = NumberOption.ThrottleLimit();
        var output = OutputOption.Create();
        var command = new HelpfulCommand("relink", "Links unlinked identities again. An identity that cannot be linked now is reported as NotPossible, with the reason; the exit code is then 1.")
        {
            Usage = "--from FILE [OPTIONS]",
            Examples =
            [
                new("What would be linked again: only reads are sent", "cognito-unlink relink --user-pool-id eu-west-1_AbCdEfGhI --from okta.jsonl --what-if"),
                new("Undo a run by its journal, and write the undo to it too", "cognito-unlink relink --user-pool-id eu-west-1_AbCdEfGhI --from okta.jsonl --journal okta.jsonl"),
                new("Undo the runs of several shards, whose journals are read as one", "cognito-unlink relink --from okta-1.jsonl --from okta-2.jsonl --journal undo.jsonl"),
                new("Undo it for one person", "cognito-unlink relink --user-pool-id eu-west-1_AbCdEfGhI --from okta.jsonl --journal okta.jsonl --username alice"),
                new("Undo a run from unlink's CSV output, without confirmation", "cognito-unlink relink --user-pool-id eu-west-1_AbCdEfGhI --from done.csv --yes"),
            ],
        };
        command.Add("Which identities", from, column, provider, username, pool.Shard);
        pool.AddTo(command);
        consent.AddTo(command, journal, maximumChange);
        command.Add("Output and pace", output, throttleLimit, pool.RequestsPerSecond);
        ShardOption.GoesWithout(command, pool.Shard, username);
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var paths = arguments.GetValue(from)!;
            await using var files = await RowFiles.OpenAsync(
                paths,
                new RowFileOptions
                {
                    IsUndo = true,
                    Usernames = arguments.GetValue(username) ?? [],
                    Providers = arguments.GetValue(provider) ?? [],
                    Columns = ColumnOption.Map(arguments, column),
                },
                cancellationToken).ConfigureAwait(false);
            if (!session.KnowsPools(files))
            {
                return ExitCode.Usage;
            }

            return await consent.IsGivenAsync(arguments, $"Link identities again to {ConsentOptions.Users(arguments.GetValue(username) ?? [], paths, "every user")}{session.Where}?", cancellationToken).ConfigureAwait(false)
                ? await RunAsync(session, files).ConfigureAwait(false)
                : ExitCode.MoreToDo;

            async Task<int> RunAsync(PoolSession session, RowFiles files)
            {
                var confirmPlace = consent.ForPlace(arguments, cancellationToken);
                var (whatIf, limit, inFlight) = (arguments.GetValue(consent.WhatIf), arguments.GetValue(maximumChange), arguments.GetValue(throttleLimit));
                var providers = arguments.GetValue(provider) ?? [];
                var journalPath = arguments.GetValue(journal);
                await using var written = journalPath is not null && !whatIf
                    ? await session.OpenJournalAsync(journalPath, LinkJournal.OpenAsync, consent.Apply(arguments, session.JournalSettings(providers, arguments.GetValue(pool.Shard), limit, inFlight)), confirmPlace, cancellationToken).ConfigureAwait(false)
                    : null;
                var input = new RowInput(files, session, arguments.GetValue(pool.Shard));
                using var rows = new LinkOutput(arguments.GetValue(output));
                var host = new RunHost<LinkReport, LinkRow>(session, rows, LinkRow.Of, new PoolProgress(session, "identities", null));
                await using var run = new LinkRun(host, consent.Apply(arguments, session.Options(whatIf, limit, inFlight, confirmPlace)) with { Shard = arguments.GetValue(pool.Shard) }, written, cancellationToken);
                var exitCode = await host.RunAsync(
                    run,
                    input.Link(run, new ProviderFilter(providers), cancellationToken),
                    () => input.UnderWay ?? (whatIf ? $"{run.Changes:N0} would be linked" : $"{run.Changes:N0} linked"),
                    () => input.PassedOver > 0 ? $"; {(input.PassedOver == 1 ? "1 row ignored (its outcome is" : $"{input.PassedOver} rows ignored (their outcome is")} not Unlinked)" : string.Empty,
                    cancellationToken).ConfigureAwait(false);
                foreach (var warning in files.Warnings)
                {
                    Messages.Warn(warning);
                }

                var summary = run.Summarize();
                if (!whatIf && journalPath is null && summary.Linked + summary.AlreadyLinked > 0 && UnawareJournals(files.Journals) is { } unaware)
                {
                    Messages.Warn(unaware);
                }

                return exitCode;
            }
        }, cancellationToken));
        return command;
    }

    // Without the undo in them, later runs would believe that everything is still unlinked.
    private static string? UnawareJournals(IReadOnlyList<string> journals) => journals switch
    {
        [] => null,
        [RowFile.StdinName] => "The journal on stdin does not record this undo. A later unlink with it would skip the identities that are linked again now. To record the undo, run this command again with the journal's file as --journal.",
        [var journal] => $"The journal '{journal}' does not record this undo. A later unlink with it would skip the identities that are linked again now. To record the undo, run this command again with --journal {journal}.",
        _ => $"The journals {string.Join(", ", journals)} do not record this undo. To record it, run this command again with --journal FILE, and from then on give FILE together with them to report and relink.",
    };
}
