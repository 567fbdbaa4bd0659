using System.CommandLine;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink list</c>: the external identities of a pool or of some users.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var pool = new PoolOptions(QuotaCategory.UserList);
        var provider = ProviderOption.Create("Only identities of this provider; wildcards, repeatable.");
        var username = UsernameOption.Create();
        var parallel = ParallelOption.Create();
        var output = OutputOption.Create();
        var command = new HelpfulCommand("list", "Shows the external identities of a user pool or of some users. For each it says what the user could still sign in with if it went.")
        {
            Usage = "(--user-pool-id ID | --local) [OPTIONS]",
            Examples =
            [
                new("A generated pool, without an AWS account", "cognito-unlink list --local"),
                new("Who has a sign-in of Okta", "cognito-unlink list --user-pool-id eu-west-1_AbCdEfGhI --provider Okta"),
                new("One user", "cognito-unlink list --user-pool-id eu-west-1_AbCdEfGhI --username alice"),
                new("A plan for unlink --from: delete the rows of those who may stay", "cognito-unlink list --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --output csv > plan.csv"),
                new("Usernames, by another program", "cognito-unlink list --local --output json | jq -r '.[].username'"),
            ],
        };
        pool.AddTo(command);
        command.Add("Which identities", provider, username, pool.Shard);
        command.Add("Output and pace", output, parallel, pool.RequestsPerSecond);
        ParallelOption.GoesWithout(command, parallel, username);
        ShardOption.GoesWithout(command, pool.Shard, username);
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var filter = new ProviderFilter(arguments.GetValue(provider) ?? []);
            var shard = arguments.GetValue(pool.Shard);
            var usernames = arguments.GetValue(username) ?? [];
            var (read, listed, failed) = (0, 0, 0);
            var progress = PoolProgress.OfUsers(session, usernames, cancellationToken);
            using var writer = new IdentityOutput(arguments.GetValue(output));
            try
            {
                await PoolRun.ForEachUserAsync(
                    session,
                    usernames,
                    arguments.GetValue(parallel),
                    user =>
                    {
                        read++;
                        if (shard?.Has(user.Username) != false)
                        {
                            foreach (var identity in LinkedIdentities.Of(session.UserPoolId, user).Where(identity => filter.IsMatch(identity.ProviderName)))
                            {
                                progress.WriteOut(() => writer.Write(identity));
                                listed++;
                            }
                        }

                        progress.Show(read, failed, () => $"{listed:N0} identities");
                        return Task.CompletedTask;
                    },
                    (_, problem) =>
                    {
                        progress.Write(() => Messages.Write(problem));
                        failed++;
                        return Task.CompletedTask;
                    },
                    progress.Warn,
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (listed > 0 && ErrorAdvice.IdOf(problem) is not null)
            {
                progress.Clear();
                Messages.Write(problem);
                Messages.End($"Broken off: {listed} identities listed, and there may be more");
                return ExitCode.SomeFailed;
            }
            finally
            {
                progress.Clear();
            }

            var unknown = await PoolRun.WriteUnknownProvidersAsync(session, session.UserPoolId, filter, cancellationToken).ConfigureAwait(false);
            if (listed == 0 && failed == 0 && !unknown)
            {
                writer.End();
                await Console.Error.WriteLineAsync("There are no such identities.").ConfigureAwait(false);
            }

            return ExitCode.Of(listed, failed, unknown);
        }));
        return command;
    }
}
