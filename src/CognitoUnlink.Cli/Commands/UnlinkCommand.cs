using System.CommandLine;
using System.Runtime.CompilerServices;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Cli.Running;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink unlink</c>: removes external identities.</summary>
internal static class UnlinkCommand
{
    public static Command Create()
    {
        var from = FromOption.Create("Unlink what the rows of this file name: the output of list, or of AWS's list-users or admin-get-user, a list of usernames, or CSV, JSON or JSON Lines with the columns Username, ProviderName and Subject (or ProviderAttributeValue), or Username alone. Repeatable; - is stdin.");
        var column = ColumnOption.Create();
        var pool = new PoolOptions(QuotaCategory.UserUpdate, from);
        var provider = ProviderOption.Create("Unlink identities of this provider; wildcards, repeatable, case-sensitive. With --from, only rows for this provider are used.");
        var allProviders = new Option<bool>("--all-providers") { Description = "Unlink identities of every provider." };
        var username = UsernameOption.Create();
        var consent = new ConsentOptions(from);
        var parallel = ParallelOption.Create();
        var allowLockout = new Option<bool>("--allow-lockout") { Description = "Unlink even if the user is left with no way to sign in, and also a federated user's own identity." };
        var allowNoRecovery = new Option<bool>("--allow-no-recovery") { Description = "Unlink even users who would be left with a password that they cannot reset; --allow-lockout implies it." };
        var checkFactors = new Option<bool>("--check-factors") { Description = "Before refusing a user, read whether they have a passkey or a one-time code. Each of these reads may be billed." };
        var repair = new Option<bool>("--repair") { Description = "Link an identity again immediately if a read after the change shows that the user has no way to sign in, or only a password that they cannot reset." };
        var verify = new Option<bool>("--verify") { Description = "Read each user afterwards to see that the identity is gone." };
        var signOut = new Option<bool>("--sign-out") { Description = "Revoke each user's tokens afterwards." };
        var journal = new Option<string?>("--journal") { HelpName = FileValue.Name, Description = "Write each change to this file before it is made; given again, it resumes." };
        var maximumChange = NumberOption.MaximumChange("Make at most this many changes, then stop.");
        var throttleLimit = NumberOption.ThrottleLimit();
        var output = OutputOption.Create();
        var command = new HelpfulCommand("unlink", "Unlinks external identities from users. Nobody is locked out unless you allow it.")
        {
            Usage = "(--user-pool-id ID | --local) (--provider NAME | --all-providers | --from FILE) [OPTIONS]",
            Examples =
            [
                new("Rehearse on a generated pool, without an AWS account", Advice.FirstStep),
                new("Do it there", "cognito-unlink unlink --local --provider Okta --yes"),
                new("Rehearse on your own pool: only reads are sent", "cognito-unlink unlink --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --what-if"),
                new("One person, checked afterwards and signed out", "cognito-unlink unlink --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --username alice --verify --sign-out"),
                new("A plan written by list; after an interruption, the same command resumes it", "cognito-unlink unlink --user-pool-id eu-west-1_AbCdEfGhI --from plan.csv --journal okta.jsonl"),
                new("One of four processes that share the plan", "cognito-unlink unlink --from plan.csv --shard 2/4 --journal okta-2.jsonl --yes"),
            ],
        };
        pool.AddTo(command);
        command.Add("Which identities", provider, allProviders, username, from, column, pool.Shard);
        consent.AddTo(command, journal, maximumChange, allowLockout, allowNoRecovery, checkFactors, repair, verify, signOut);
        command.Add("Output and pace", output, parallel, throttleLimit, pool.RequestsPerSecond);
        ParallelOption.GoesWithout(command, parallel, username, from);
        ShardOption.GoesWithout(command, pool.Shard, username);
        command.Validators.Add(result =>
        {
            if (result.Given(repair) && result.Given(allowLockout))
            {
                result.AddError("Give either --repair or --allow-lockout, not both: with --allow-lockout, users who are locked out are not linked again.");
            }

            var (saysProvider, saysAll) = (result.Has(provider), result.Given(allProviders));
            if (saysProvider && saysAll)
            {
                result.AddError("Give either --provider or --all-providers, not both.");
            }
            else if (!saysProvider && !saysAll && !result.Has(from))
            {
                result.AddError("Name the identities to unlink: --provider NAME (wildcards, repeatable) or --all-providers.");
            }
        });
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var usernames = arguments.GetValue(username) ?? [];
            GivenIdentityRule.CheckProviders(arguments.GetValue(provider) ?? []);
            await using var files = arguments.GetValue(from) is { Length: > 0 } paths
                ? await RowFiles.OpenAsync(
                    paths,
                    new RowFileOptions
                    {
                        Usernames = usernames,
                        Providers = arguments.GetValue(provider) ?? [],
                        Columns = ColumnOption.Map(arguments, column),
                    },
                    cancellationToken).ConfigureAwait(false)
                : null;
            if (!session.KnowsPools(files))
            {
                return ExitCode.Usage;
            }

            return await consent.IsGivenAsync(arguments, Question(session, arguments.GetValue(provider), arguments.GetValue(allProviders), arguments.GetValue(from), usernames), cancellationToken).ConfigureAwait(false)
                ? await RunAsync(session, files).ConfigureAwait(false)
                : ExitCode.MoreToDo;

            async Task<int> RunAsync(PoolSession session, RowFiles? files)
            {
                var confirmPlace = consent.ForPlace(arguments, cancellationToken);
                var (whatIf, limit, inFlight) = (arguments.GetValue(consent.WhatIf), arguments.GetValue(maximumChange), arguments.GetValue(throttleLimit));
                var (providers, everyProvider) = (arguments.GetValue(provider) ?? [], arguments.GetValue(allProviders));
                var unlinking = new UnlinkOptions
                {
                    AllowLockout = arguments.GetValue(allowLockout),
                    AllowNoRecovery = arguments.GetValue(allowNoRecovery),
                    CheckFactors = arguments.GetValue(checkFactors),
                    Repair = arguments.GetValue(repair),
                    Verify = arguments.GetValue(verify),
                    SignOut = arguments.GetValue(signOut),
                };
                await using var written = arguments.GetValue(journal) is { } path && !whatIf
                    ? await session.OpenJournalAsync(path, UnlinkJournal.OpenAsync, consent.Apply(arguments, session.JournalSettings(providers, arguments.GetValue(pool.Shard), limit, inFlight)) with
                    {
                        AllProviders = everyProvider ? true : null,
                        AllowLockout = unlinking.AllowLockout,
                        AllowNoRecovery = unlinking.AllowNoRecovery,
                        CheckFactors = unlinking.CheckFactors,
                        Repair = unlinking.Repair,
                        Verify = unlinking.Verify,
                        SignOut = unlinking.SignOut,
                    }, confirmPlace, cancellationToken).ConfigureAwait(false)
                    : null;
                var progress = files is null ? PoolProgress.OfUsers(session, usernames, cancellationToken) : new PoolProgress(session, "identities", null);
                using var rows = new UnlinkOutput(arguments.GetValue(output));
                var host = new RunHost<UnlinkReport, UnlinkRow>(session, rows, UnlinkRow.Of, progress);
                await using var run = new UnlinkRun(host, consent.Apply(arguments, session.Options(whatIf, limit, inFlight, confirmPlace)) with { Shard = arguments.GetValue(pool.Shard) }, unlinking, written, cancellationToken);
                var filter = new ProviderFilter(providers);
                var rowInput = files is null ? null : new RowInput(files, session, arguments.GetValue(pool.Shard));
                var input = rowInput is null
                    ? UserInput(run, session, filter, usernames, arguments.GetValue(parallel), arguments.GetValue(pool.Shard), progress, cancellationToken)
                    : rowInput.Unlink(run, everyProvider || providers.Length > 0 ? filter : null, cancellationToken);
                var exitCode = await host.RunAsync(
                    run, input, () => rowInput?.UnderWay ?? (whatIf ? $"{run.Changes:N0} would be unlinked" : $"{run.Changes:N0} unlinked"), () => string.Empty, cancellationToken).ConfigureAwait(false);
                foreach (var warning in files?.Warnings ?? [])
                {
                    Messages.Warn(warning);
                }

                return exitCode;
            }
        }, cancellationToken));
        return command;
    }

    private static async IAsyncEnumerable<Action> UserInput(
        UnlinkRun run, PoolSession session, ProviderFilter filter, string[] usernames, bool parallel, Shard? shard, PoolProgress progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (client, userPoolId) = (session.ClientFor(session.UserPoolId), session.UserPoolId);
        foreach (var username in usernames)
        {
            yield return () => run.AddRow(client, userPoolId, new RowMeaning { Username = username }, filter, isNamed: true);
        }

        if (usernames.Length > 0)
        {
            yield break;
        }

        var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var partitions = parallel ? users.ListUsersInPartitions(userPoolId) : null;
        await foreach (var user in (partitions ?? users.ListUsersAsync(userPoolId, cancellationToken)).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (shard?.Has(user.Username) != false)
            {
                yield return () => run.AddRow(client, userPoolId, new RowMeaning { Username = user.Username, User = user }, filter);
            }
        }

        if (partitions?.Check?.Warning is { } warning)
        {
            yield return () => progress.Warn(warning);
        }
    }

    private static string Question(PoolSession session, string[]? providers, bool all, string[]? files, string[] usernames)
    {
        var chosen = providers is { Length: > 0 } ? $"{string.Join(" and ", providers)} identities" : null;
        if (files is not { Length: > 0 })
        {
            return $"Unlink {chosen ?? "all identities"} from {ConsentOptions.Users(usernames, null, "every user")}{session.Where}?";
        }

        var whose = usernames.Length > 0 ? $" for {ConsentOptions.Users(usernames, null, string.Empty)}" : string.Empty;
        var beside = all ? ", and all identities of users listed by name alone," : string.Empty;
        return $"Unlink the {chosen ?? "identities"} listed in {string.Join(", ", files)}{whose}{beside}{session.Where}?";
    }
}
