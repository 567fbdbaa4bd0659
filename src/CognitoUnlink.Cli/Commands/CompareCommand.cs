using System.CommandLine;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Cli.Running;
using CognitoUnlink.Journaling;
using CognitoUnlink.Retirement;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink compare</c>: who came back since the unlinks.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var pool = new PoolOptions(QuotaCategory.UserList, canBeLocal: false);
        pool.UserPoolId.Required = true;
        var journal = new Option<string[]>("--journal") { HelpName = FileValue.Name, Description = "A journal of unlink. Repeatable: several are read as one.", Required = true };
        var parallel = ParallelOption.Create();
        var output = OutputOption.Create();
        var command = new HelpfulCommand("compare", "Compares journals with the pool, and shows which users came back. The table lists only those; JSON and CSV list all. Exit code 0: no users came back; 1: some did; 3: the comparison could not finish.")
        {
            Usage = "--user-pool-id ID --journal FILE... [OPTIONS]",
            Examples =
            [
                new("Who came back since a run", "cognito-unlink compare --user-pool-id eu-west-1_AbCdEfGhI --journal okta.jsonl"),
                new("The journals of several shards, read as one, as CSV", "cognito-unlink compare --user-pool-id eu-west-1_AbCdEfGhI --journal okta-1.jsonl --journal okta-2.jsonl --output csv"),
            ],
        };
        command.Add("What to compare", journal);
        pool.AddTo(command);
        command.Add("Output and pace", output, parallel, pool.RequestsPerSecond);
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var comparison = new LinkComparison(
                session.ClientFor(session.UserPoolId),
                session.UserPoolId,
                [.. arguments.GetValue(journal)!.Select(path => new JournalSource(path, cancellationToken: cancellationToken))],
                arguments.GetValue(parallel));
            var started = TimeProvider.System.GetTimestamp();
            await PoolProgress.OfUsers(session, [], cancellationToken).WhileAsync(comparison.ReadAsync(cancellationToken), () => comparison.Users).ConfigureAwait(false);
            Write(arguments.GetValue(output), comparison, session, started);
            return !comparison.IsComplete ? ExitCode.NothingStarted : comparison.Back > 0 ? ExitCode.SomeFailed : ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static void Write(OutputFormat format, LinkComparison comparison, PoolSession session, long started)
    {
        ReadingOutput.Write(
            format,
            comparison.Results(),
            identity => identity,
            () =>
            {
                var table = new Table(TableColumn.State, TableColumn.Username, TableColumn.Provider, TableColumn.FoundUsername, TableColumn.Subject);
                foreach (var identity in comparison.Results().Where(identity => identity.IsBack))
                {
                    table.WriteRow(identity.State, identity.Username, identity.ProviderName, identity.FoundUsername, identity.ProviderAttributeValue);
                }
            },
            () =>
            [
                ("gone", comparison.Count(ComparedState.Gone)),
                ("linkedAgain", comparison.Count(ComparedState.LinkedAgain)),
                ("newProfile", comparison.Count(ComparedState.NewProfile)),
                ("deleted", comparison.Count(ComparedState.Deleted)),
                ("users", comparison.Users),
                ("failed", comparison.Problems.Count),
            ],
            () => comparison.IsComplete,
            session,
            started);
        foreach (var problem in comparison.Problems)
        {
            Messages.Write(problem);
        }

        foreach (var warning in comparison.Warnings)
        {
            Messages.Warn(warning);
        }

        Messages.End(Printable.Of(comparison.Describe()));
    }
}
