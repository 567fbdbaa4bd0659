using System.CommandLine;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink unlink</c>: takes external identities away.</summary>
internal static class UnlinkCommand
{
    public static Command Create()
    {
        var pool = new PoolOptions();
        var provider = ProviderOption.Create("Unlink identities of this provider; wildcards, repeatable, exact in case.");
        var allProviders = new Option<bool>("--all-providers") { Description = "Unlink identities of every provider." };
        var username = UsernameOption.Create();
        var parallel = ParallelOption.Create();
        var whatIf = new Option<bool>("--what-if") { Description = "Show what would happen and change nothing." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var allowLockout = new Option<bool>("--allow-lockout") { Description = "Unlink even users who could not sign in any more, and ask for a federated user's own identity to go." };
        var verify = new Option<bool>("--verify") { Description = "Read each user afterwards to see that the identity is gone." };
        var signOut = new Option<bool>("--sign-out") { Description = "Revoke each user's tokens afterwards." };
        var journal = new Option<string?>("--journal") { Description = "Write each change to this file before it is made; given again, it resumes." };
        var maximumChange = new Option<int?>("--maximum-change") { Description = "Stop before the first change beyond this number." };
        var throttleLimit = NumberOption.ThrottleLimit();
        var output = OutputOption.Create();
        var command = new Command("unlink", "Takes external identities away from users.")
        {
            provider, allProviders, username, parallel, whatIf, yes, allowLockout, verify, signOut, journal, maximumChange, throttleLimit, output,
        };
        pool.AddTo(command);
        ParallelOption.GoesWithoutUsername(command, parallel, username);
        command.Validators.Add(result =>
        {
            var saysProvider = result.Has(provider);
            if (saysProvider == result.Given(allProviders))
            {
                result.AddError(saysProvider ? "Give either --provider or --all-providers, not both." : "Say which identities are to go: --provider NAME (wildcards, repeatable) or --all-providers.");
            }

            if (!result.Given(whatIf) && !result.Given(yes) && Console.IsInputRedirected)
            {
                result.AddError("There is nobody to ask: give --yes, or --what-if to see what would happen.");
            }
        });
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, session =>
        {
            var run = new UnlinkRun(session, arguments.GetValue(provider) ?? [], arguments.GetValue(username) ?? [])
            {
                Options = new UnlinkOptions
                {
                    AllowLockout = arguments.GetValue(allowLockout),
                    Verify = arguments.GetValue(verify),
                    SignOut = arguments.GetValue(signOut),
                },
                Parallel = arguments.GetValue(parallel),
                WhatIf = arguments.GetValue(whatIf),
                JournalPath = arguments.GetValue(journal),
                Limit = new ChangeLimit(arguments.GetValue(maximumChange)),
                ThrottleLimit = arguments.GetValue(throttleLimit),
            };
            if (run.WhatIf || arguments.GetValue(yes) || Confirm(session.UserPoolId, arguments.GetValue(provider)))
            {
                return run.RunAsync(arguments.GetValue(output), cancellationToken);
            }

            Console.Error.WriteLine("Nothing was changed.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static bool Confirm(string userPoolId, string[]? providers)
    {
        var what = providers is { Length: > 0 } ? string.Join(", ", providers) : "every provider";
        Console.Error.Write($"Unlink the identities of {what} in user pool {userPoolId}? (--what-if shows them.) [y/N] ");
        return Console.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
