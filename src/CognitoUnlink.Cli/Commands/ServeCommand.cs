using System.CommandLine;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink serve</c>: a local user pool for any Cognito client.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var port = NumberOption.Port();
        var users = NumberOption.Users();
        var seed = NumberOption.Seed();
        var seedFile = new Option<string?>("--seed-file") { HelpName = FileValue.Name, Description = "A JSON file with the pool's providers, groups and users." };
        var userPoolId = new Option<string?>("--user-pool-id") { HelpName = "ID", Description = $"The pool's id. Default: that of the seed file, or {LocalUserPoolOptions.DefaultUserPoolId}." };
        var behavior = BehaviorOption.Create("A JSON file that says how pools answer where AWS's behavior is not documented: the output of probe.");
        var skipSignatureCheck = new Option<bool>("--skip-signature-check") { Description = "Accept requests with any signature." };
        var command = new HelpfulCommand("serve", "Runs a local user pool until Ctrl+C. Any Cognito client can use it through its endpoint URL.")
        {
            Examples =
            [
                new("A generated pool of 200 users on a port of your choice", "cognito-unlink serve --port 9229"),
                new("Use it from another terminal, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set to local", "cognito-unlink list --user-pool-id us-east-1_LocalPool --endpoint-url http://127.0.0.1:9229"),
                new("A pool that behaves as AWS did in a probe", "cognito-unlink serve --behavior behavior.json"),
                new("A pool of your own, under the id of the real one", "cognito-unlink serve --seed-file pool.json --user-pool-id eu-west-1_AbCdEfGhI"),
            ],
        };
        command.Add("Which users", users, seed, seedFile);
        command.Add("How it answers", port, userPoolId, behavior, skipSignatureCheck);
        command.SetAction((arguments, cancellationToken) => ServeAsync(
            new LocalUserPoolOptions
            {
                Port = arguments.GetValue(port),
                UserCount = arguments.GetValue(users),
                Seed = arguments.GetValue(seed),
                SeedPath = arguments.GetValue(seedFile),
                UserPoolId = arguments.GetValue(userPoolId),
                BehaviorPath = arguments.GetValue(behavior),
                SkipSignatureCheck = arguments.GetValue(skipSignatureCheck),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ServeAsync(LocalUserPoolOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var server = new LocalUserPoolFactory().Start(options);
            var pool = server.UserPool;
            Console.Out.WriteLine($"User pool {pool.UserPoolId} at {pool.EndpointUrl} (access key {pool.AccessKey}, secret key {pool.SecretKey}, region {pool.Region}). Ctrl+C stops it.");
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Done;
        }
        catch (LocalUserPoolException problem)
        {
            Messages.Write(problem);
            return ExitCode.NothingStarted;
        }
    }
}
