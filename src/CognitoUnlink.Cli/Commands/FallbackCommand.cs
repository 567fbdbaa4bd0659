using System.CommandLine;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Cli.Running;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink fallback</c>: a way in for users who would have none.</summary>
internal static class FallbackCommand
{
    private const double RequestsPerSecond = 10;

    public static Command Create()
    {
        var from = FromOption.Create("The users in the rows of this file: the output of list, or any file that unlink accepts. Repeatable; - is stdin.");
        var column = ColumnOption.Create();
        var pool = new PoolOptions(QuotaCategory.UserAccountRecovery, from, requestsPerSecond: RequestsPerSecond);
        var provider = ProviderOption.Create("The provider to be removed; wildcards, repeatable, case-sensitive. Default: the one that each row names.");
        var username = UsernameOption.Create("This user; repeatable. With --from, only this user's rows.");
        var consent = new ConsentOptions(from);
        var journal = new Option<string?>("--journal") { HelpName = FileValue.Name, Description = "Write each change to this file before it is made; never the password." };
        var notify = new Option<string?>("--notify") { HelpName = FileValue.Name, Description = "A new CSV file of the users who got a password, so that you can notify them." };
        var maximumChange = NumberOption.MaximumChange("Make at most this many changes, then stop.");
        var throttleLimit = NumberOption.ThrottleLimit("How many users to process at once.");
        var output = OutputOption.Create();
        var command = new HelpfulCommand(
            "fallback",
            "Gives a resettable password to users without another way in. It is random and nobody knows it: users with a verified address use \"forgot password\". It ends open invitations (FORCE_CHANGE_PASSWORD), and makes the users active, and so billed, this month.")
        {
            Usage = "(--user-pool-id ID | --local) (--from FILE | --username NAME --provider NAME) [OPTIONS]",
            Examples =
            [
                new("Who would get one: only listings are read", "cognito-unlink fallback --user-pool-id eu-west-1_AbCdEfGhI --from plan.csv --what-if"),
                new("Do it, and list the users to notify", "cognito-unlink fallback --user-pool-id eu-west-1_AbCdEfGhI --from plan.csv --journal okta.jsonl --notify notify.csv"),
                new("One person", "cognito-unlink fallback --user-pool-id eu-west-1_AbCdEfGhI --username alice --provider Okta"),
            ],
        };
        pool.AddTo(command);
        command.Add("Which users", from, column, username, provider);
        consent.AddTo(command, journal, notify, maximumChange);
        command.Add("Output and pace", output, throttleLimit, pool.RequestsPerSecond);
        command.Validators.Add(result =>
        {
            if (!result.Has(from) && (!result.Has(username) || !result.Has(provider)))
            {
                result.AddError("Name the users: --from FILE, or --username NAME with --provider NAME.");
            }
        });
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var (usernames, providers, paths) = (arguments.GetValue(username) ?? [], arguments.GetValue(provider) ?? [], arguments.GetValue(from));
            await using var files = paths is { Length: > 0 }
                ? await RowFiles.OpenAsync(
                    paths, new RowFileOptions { Usernames = usernames, Providers = providers, Columns = ColumnOption.Map(arguments, column) }, cancellationToken).ConfigureAwait(false)
                : null;
            if (!session.KnowsPools(files))
            {
                return ExitCode.Usage;
            }

            var question = $"Give {ConsentOptions.Users(usernames, paths, "all users")}{session.Where} a random password that nobody knows, if they would otherwise have no way to sign in? It ends open invitations (FORCE_CHANGE_PASSWORD), and makes these users active, and so billed, this month.";
            return await consent.IsGivenAsync(arguments, question, cancellationToken).ConfigureAwait(false)
                ? await RunAsync().ConfigureAwait(false)
                : ExitCode.MoreToDo;

            async Task<int> RunAsync()
            {
                var confirmPlace = consent.ForPlace(arguments, cancellationToken);
                var (whatIf, limit, inFlight) = (arguments.GetValue(consent.WhatIf), arguments.GetValue(maximumChange), arguments.GetValue(throttleLimit));
                var path = arguments.GetValue(journal);
                await using var written = path is not null && !whatIf
                    ? await session.OpenJournalAsync(path, FallbackJournal.OpenAsync, consent.Apply(arguments, session.JournalSettings(providers, null, limit, inFlight)), confirmPlace, cancellationToken).ConfigureAwait(false)
                    : null;

                // Last, because a run that cannot start must not leave a list behind that blocks the next run.
                using var people = arguments.GetValue(notify) is { } list && !whatIf ? NotifyFile.Create(list) : null;
                var filter = providers.Length > 0 ? new ProviderFilter(providers) : null;
                using var rows = new FallbackOutput(arguments.GetValue(output));
                var host = new RunHost<FallbackReport, FallbackRow>(session, rows, FallbackRow.Of, new PoolProgress(session, "users", null));
                await using var run = new FallbackRun(
                    host,
                    consent.Apply(arguments, session.Options(whatIf, limit, inFlight, confirmPlace)),
                    written,
                    people,
                    cancellationToken)
                {
                    OpenPasswords = path is not null && whatIf ? OpenPasswords.Read(path) : written?.OpenPasswords,
                };
                var input = files is null ? Named(run, session, usernames, filter) : new RowInput(files, session, null).Fallback(run, filter, cancellationToken);
                var exitCode = await host.RunAsync(run, input, () => $"{run.Changes:N0} {(whatIf ? "would get" : "got")} a password", () => string.Empty, cancellationToken).ConfigureAwait(false);
                foreach (var warning in files?.Warnings ?? [])
                {
                    Messages.Warn(warning);
                }

                return exitCode;
            }
        }, cancellationToken));
        return command;
    }

    private static async IAsyncEnumerable<Action> Named(FallbackRun run, PoolSession session, string[] usernames, ProviderFilter? filter)
    {
        foreach (var username in usernames)
        {
            yield return () => run.AddRow(session.ClientFor(session.UserPoolId), session.UserPoolId, new RowMeaning { Username = username }, filter);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
