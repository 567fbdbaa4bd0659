using System.CommandLine;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
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
        var command = new Command("list", "Shows the external identities of a user pool, or of some of its users.") { provider, username, parallel, output };
        pool.AddTo(command);
        ParallelOption.GoesWithout(command, parallel, username);
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var filter = new ProviderFilter(arguments.GetValue(provider) ?? []);
            var users = new UserReader(session.Caller);
            var (listed, failed) = (0, 0);
            using (var writer = new IdentityOutput(arguments.GetValue(output)))
            {
                await PoolRun.ForEachUserAsync(
                    users,
                    session.UserPoolId,
                    arguments.GetValue(username) ?? [],
                    arguments.GetValue(parallel),
                    user =>
                    {
                        session.WriteLog();
                        foreach (var identity in LinkedIdentities.Of(session.UserPoolId, user).Where(identity => filter.IsMatch(identity.ProviderName)))
                        {
                            writer.Write(identity);
                            listed++;
                        }

                        return Task.CompletedTask;
                    },
                    (_, problem) =>
                    {
                        Messages.Write(problem);
                        failed++;
                        return Task.CompletedTask;
                    },
                    cancellationToken).ConfigureAwait(false);
            }

            var unknown = await PoolRun.WriteUnknownProvidersAsync(users, session.UserPoolId, filter, cancellationToken).ConfigureAwait(false);
            return ExitCode.Of(listed, failed, unknown);
        }));
        return command;
    }
}
