using System.CommandLine;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Pacing;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink unlink</c>: takes external identities away.</summary>
internal static class UnlinkCommand
{
    public static Command Create()
    {
        var from = FromOption.Create("Unlink what the rows of this file name: the output of list, an answer of AWS's list-users or admin-get-user, a list of usernames, or CSV, JSON or JSON Lines with the columns Username, ProviderName and Subject (or ProviderAttributeValue), or Username alone. Repeatable; - is stdin.");
        var column = ColumnOption.Create();
        var pool = new PoolOptions(QuotaCategory.UserUpdate, from);
        var provider = ProviderOption.Create("Unlink identities of this provider; wildcards, repeatable, exact in case. It chooses among rows.");
        var allProviders = new Option<bool>("--all-providers") { Description = "Unlink identities of every provider." };
        var username = UsernameOption.Create();
        var consent = new ConsentOptions(from);
        var parallel = ParallelOption.Create();
        var allowLockout = new Option<bool>("--allow-lockout") { Description = "Unlink even users who could not sign in any more, and ask for a federated user's own identity to go." };
        var verify = new Option<bool>("--verify") { Description = "Read each user afterwards to see that the identity is gone." };
        var signOut = new Option<bool>("--sign-out") { Description = "Revoke each user's tokens afterwards." };
        var journal = new Option<string?>("--journal") { HelpName = FileValue.Name, Description = "Write each change to this file before it is made; given again, it resumes." };
        var maximumChange = new Option<int?>("--maximum-change") { HelpName = "N", Description = "Stop before the first change beyond this number." };
        var throttleLimit = NumberOption.ThrottleLimit();
        var output = OutputOption.Create();
        var command = new HelpfulCommand("unlink", "Takes external identities away from users. Nobody is left without a sign-in unless you say so.")
        {
            Usage = "(--user-pool-id ID | --local) (--provider NAME | --all-providers | --from FILE) [OPTIONS]",
            Examples =
            [
                new("Rehearse on a generated pool, without an AWS account", HelpTopic.FirstStep),
                new("Do it there", "cognito-unlink unlink --local --provider Okta --yes"),
                new("Rehearse on your own pool: only reads are sent", "cognito-unlink unlink --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --what-if"),
                new("One person, checked afterwards and signed out", "cognito-unlink unlink --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --username alice --verify --sign-out"),
                new("A plan that list wrote; the same line carries on where a run was cut off", "cognito-unlink unlink --user-pool-id eu-west-1_AbCdEfGhI --from plan.csv --journal okta.jsonl"),
                new("One of four processes that share the plan", "cognito-unlink unlink --from plan.csv --shard 2/4 --journal okta-2.jsonl --yes"),
            ],
        };
        pool.AddTo(command);
        command.Add("Which identities", provider, allProviders, username, from, column, pool.Shard);
        consent.AddTo(command, journal, maximumChange, allowLockout, verify, signOut);
        command.Add("Output and pace", output, parallel, throttleLimit, pool.RequestsPerSecond);
        ParallelOption.GoesWithout(command, parallel, username, from);
        ShardOption.GoesWithout(command, pool.Shard, username);
        command.Validators.Add(result =>
        {
            var (saysProvider, saysAll) = (result.Has(provider), result.Given(allProviders));
            if (saysProvider && saysAll)
            {
                result.AddError("Give either --provider or --all-providers, not both.");
            }
            else if (!saysProvider && !saysAll && !result.Has(from))
            {
                result.AddError("Say which identities are to go: --provider NAME (wildcards, repeatable) or --all-providers.");
            }
        });
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var usernames = arguments.GetValue(username) ?? [];
            await using var files = arguments.GetValue(from) is { Length: > 0 } paths
                ? await RowFiles.OpenAsync(
                    paths,
                    new RowFileOptions
                    {
                        Usernames = usernames,
                        Providers = arguments.GetValue(provider) ?? [],
                        Shard = arguments.GetValue(pool.Shard),
                        Columns = ColumnOption.Map(arguments, column),
                    },
                    cancellationToken).ConfigureAwait(false)
                : null;
            if (!FromOption.SaysPool(files, session))
            {
                return ExitCode.Usage;
            }

            var run = new UnlinkRun(session, arguments.GetValue(provider) ?? [], usernames)
            {
                Options = new UnlinkOptions
                {
                    AllowLockout = arguments.GetValue(allowLockout),
                    Verify = arguments.GetValue(verify),
                    SignOut = arguments.GetValue(signOut),
                },
                Parallel = arguments.GetValue(parallel),
                Format = arguments.GetValue(output),
                WhatIf = arguments.GetValue(consent.WhatIf),
                JournalPath = arguments.GetValue(journal),
                Limit = new ChangeLimit(arguments.GetValue(maximumChange)),
                ThrottleLimit = arguments.GetValue(throttleLimit),
                Files = files,
                Shard = arguments.GetValue(pool.Shard),
                AllProviders = arguments.GetValue(allProviders),
            };
            return consent.IsGiven(arguments, Question(session, arguments.GetValue(provider), arguments.GetValue(from)))
                ? await run.RunAsync(cancellationToken).ConfigureAwait(false)
                : ExitCode.Done;
        }));
        return command;
    }

    private static string Question(PoolSession session, string[]? providers, string[]? files)
    {
        var what = providers is { Length: > 0 } ? string.Join(", ", providers) : "every provider";
        var by = files is { Length: > 0 } ? $" that {string.Join(", ", files)} names" : string.Empty;
        var where = session.IsPoolGiven ? $" in user pool {session.UserPoolId}" : string.Empty;
        return $"Unlink the identities of {what}{by}{where}?";
    }
}
