using System.CommandLine;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink list</c>: the external identities of a pool or of some users.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var pool = new PoolOptions();
        var provider = ProviderOption.Create("Only identities of this provider; wildcards, repeatable.");
        var username = UsernameOption.Create();
        var output = OutputOption.Create();
        var command = new Command("list", "Shows the external identities of a user pool, or of some of its users.") { provider, username, output };
        pool.AddTo(command);
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var filter = new ProviderFilter(arguments.GetValue(provider) ?? []);
            var failed = false;
            using (var writer = new IdentityOutput(arguments.GetValue(output)))
            {
                var users = new UserReader(session.Caller);
                await foreach (var user in PoolRun.UsersAsync(users, session.UserPoolId, arguments.GetValue(username) ?? [], cancellationToken).ConfigureAwait(false))
                {
                    try
                    {
                        foreach (var identity in LinkedIdentities.Of(session.UserPoolId, user).Where(identity => filter.IsMatch(identity.ProviderName)))
                        {
                            writer.Write(identity);
                        }
                    }
                    catch (UnlinkException problem)
                    {
                        Messages.Write(problem);
                        failed = true;
                    }
                }
            }

            var unknown = await PoolRun.WriteUnknownProvidersAsync(session, filter, cancellationToken).ConfigureAwait(false);
            return unknown ? ExitCode.Usage : failed ? ExitCode.SomeFailed : ExitCode.Done;
        }));
        return command;
    }
}
