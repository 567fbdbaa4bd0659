using System.CommandLine;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Cli.Running;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink list</c>: the external identities of a pool or of some users.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var pool = new PoolOptions(QuotaCategory.UserList)
        {
            Replica = new Option<bool>("--replica") { Description = "Read the replica of the pool in the region of --region, which has the same id. It may lag behind the primary." },
        };
        var provider = ProviderOption.Create("Only identities of this provider; wildcards, repeatable.");
        var username = UsernameOption.Create();
        var parallel = ParallelOption.Create();
        var output = OutputOption.Create();
        var command = new HelpfulCommand("list", "Lists the external identities of a user pool or of some users. For each, it shows how the user could still sign in without it.")
        {
            Usage = "(--user-pool-id ID | --local) [OPTIONS]",
            Examples =
            [
                new("A generated pool, without an AWS account", "cognito-unlink list --local"),
                new("Users with an Okta identity", "cognito-unlink list --user-pool-id eu-west-1_AbCdEfGhI --provider Okta"),
                new("One user", "cognito-unlink list --user-pool-id eu-west-1_AbCdEfGhI --username alice"),
                new("A plan for unlink --from: delete the rows that you want to keep linked", "cognito-unlink list --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --output csv > plan.csv"),
                new("Usernames, piped to another program", "cognito-unlink list --local --output json | jq -r '.items[].username'"),
            ],
        };
        pool.AddTo(command);
        command.Add("Which identities", provider, username, pool.Shard);
        command.Add("Output and pace", output, parallel, pool.RequestsPerSecond);
        ParallelOption.GoesWithout(command, parallel, username);
        ShardOption.GoesWithout(command, pool.Shard, username);
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var started = TimeProvider.System.GetTimestamp();
            var filter = new ProviderFilter(arguments.GetValue(provider) ?? []);
            var shard = arguments.GetValue(pool.Shard);
            var usernames = arguments.GetValue(username) ?? [];
            var progress = PoolProgress.OfUsers(session, usernames, cancellationToken);
            using var writer = new IdentityOutput(arguments.GetValue(output));
            await using var run = new ListRun(new Host(progress, writer), session.Options(whatIf: false, maximumChange: null, throttleLimit: 16), cancellationToken);
            var client = session.ClientFor(session.UserPoolId);
            foreach (var name in usernames)
            {
                run.AddUser(client, session.UserPoolId, new RowMeaning { Username = name }, filter);
            }

            if (usernames.Length == 0)
            {
                run.AddPool(client, session.UserPoolId, filter, arguments.GetValue(parallel), user => shard?.Has(user.Username) != false);
            }

            try
            {
                await run.RunAsync(() => progress.Show(run.Users, run.Errors, () => $"{run.Shown:N0} identities")).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (run.Shown > 0)
            {
                progress.Clear();
                writer.End(run, isComplete: false, session, started);
                throw;
            }
            finally
            {
                progress.Clear();
            }

            if (run.Failure is { } failure)
            {
                Messages.Write(failure, couldNotStart: run.Shown == 0);
                if (run.Shown > 0)
                {
                    writer.End(run, isComplete: false, session, started);
                    Messages.End($"Stopped early: {run.Shown} identities listed, and there may be more");
                }

                return run.Shown > 0 ? ExitCode.SomeFailed : ExitCode.NothingStarted;
            }

            foreach (var (problem, _) in run.ProblemsAtEnd)
            {
                Messages.Write(problem);
            }

            if (run is { Shown: > 0 } or { Errors: 0, ProblemsAtEnd.Count: 0 })
            {
                writer.End(run, isComplete: run.Errors == 0, session, started);
            }

            if (run is { Shown: 0, Errors: 0, ProblemsAtEnd.Count: 0 })
            {
                await Console.Error.WriteLineAsync("No matching identities were found.").ConfigureAwait(false);
            }

            return ExitCode.Of(run.Shown, run.Errors, 0, run.ProblemsAtEnd.Count > 0);
        }, cancellationToken));
        return command;
    }

    private sealed class Host(PoolProgress progress, IdentityOutput writer) : IListHost
    {
        public void Show(LinkedIdentity identity) => progress.WriteOut(() => writer.Write(identity));

        public void Warn(string text) => progress.Warn(text);

        public void Show(CognitoUnlinkException problem, string username) => progress.Write(() => Messages.Write(problem));

        public void Show(UserCountCheck check)
        {
            if (check.Warning is { } warning)
            {
                progress.Warn(warning);
            }
        }
    }
}
