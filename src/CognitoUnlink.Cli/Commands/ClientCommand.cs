using System.CommandLine;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Cli.Running;
using CognitoUnlink.Errors;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink close</c> and <c>reopen</c>: which providers app clients offer.</summary>
internal static class ClientCommand
{
    private const double RequestsPerSecond = 5;

    public static Command CreateClose() => Create(
        closes: true,
        new HelpfulCommand("close", "Removes a provider from app clients. After that, nobody can sign in through it with those clients: people without another way in are locked out until they get one. All other settings stay as they are; a client is never left without a provider.")
        {
            Usage = "(--user-pool-id ID | --local) --provider NAME [OPTIONS]",
            Examples =
            [
                new("What would change, on a generated pool", "cognito-unlink close --local --provider Okta --what-if"),
                new("Close every app client that offers it, and record what each one offered", "cognito-unlink close --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --journal okta.jsonl"),
                new("Undo it", "cognito-unlink reopen --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --journal okta.jsonl"),
            ],
        },
        "Only this app client; repeatable. Without it, all app clients that offer the provider.");

    public static Command CreateReopen() => Create(
        closes: false,
        new HelpfulCommand("reopen", "Adds a provider to app clients again. Nothing else is changed: it is the undo of close.")
        {
            Usage = "--user-pool-id ID --provider NAME (--client ID | --journal FILE) [OPTIONS]",
            Examples =
            [
                new("Undo what a run closed, by its journal", "cognito-unlink reopen --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --journal okta.jsonl"),
                new("One app client", "cognito-unlink reopen --user-pool-id eu-west-1_AbCdEfGhI --provider Okta --client 1example23456789"),
            ],
        },
        "This app client; repeatable. Without it, the clients that --journal records as closed.");

    private static HelpfulCommand Create(bool closes, HelpfulCommand command, string aboutClients)
    {
        var pool = new PoolOptions(QuotaCategory.UserPoolClientUpdate, canBeLocal: closes, requestsPerSecond: RequestsPerSecond);
        var provider = new Option<string>("--provider") { HelpName = "NAME", Description = "The provider's name; case-sensitive.", Required = true };
        var clients = new Option<string[]>("--client") { HelpName = "ID", Description = aboutClients };
        var consent = new ConsentOptions();
        var journal = new Option<string?>("--journal")
        {
            HelpName = FileValue.Name,
            Description = closes ? "Write each change to this file before it is made, with the providers that the client had." : "Write each change to this file before it is made. Without --client it says which clients were closed.",
        };
        var maximumChange = NumberOption.MaximumChange("Make at most this many changes, then stop.");
        var throttleLimit = NumberOption.ThrottleLimit("How many app clients to process at once.");
        var output = OutputOption.Create();
        pool.AddTo(command);
        command.Add("Which app clients", provider, clients);
        consent.AddTo(command, journal, maximumChange);
        command.Add("Output and pace", output, throttleLimit, pool.RequestsPerSecond);
        command.Validators.Add(result =>
        {
            if (!closes && !result.Has(clients) && !result.Has(journal))
            {
                result.AddError("Name the app clients: --client ID (repeatable), or --journal FILE of the run that closed them.");
            }
        });
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var (name, ids, path, whatIf) = (arguments.GetValue(provider)!, arguments.GetValue(clients) ?? [], arguments.GetValue(journal), arguments.GetValue(consent.WhatIf));
            var search = new ClientSearch { UserPoolId = session.UserPoolId, ProviderName = name, Closes = closes, ClientIds = ids }.ReadJournal(path);
            if (search.Warning is { } warning)
            {
                Messages.Warn(warning);
            }

            IReadOnlyList<ClientItem> found;
            try
            {
                found = await search.FindAsync(session.ClientFor(session.UserPoolId), cancellationToken).ConfigureAwait(false);
            }
            catch (UnlinkException problem) when (problem.ErrorId == ErrorId.ProviderNotFound)
            {
                Messages.Write(problem);
                return ExitCode.Usage;
            }

            var which = found.Count == 1 ? "1 app client" : $"{found.Count} app clients";
            var question = closes ? $"Remove provider {name} from {which}{session.Where}?" : $"Add provider {name} again to {which}{session.Where}?";
            if (!await consent.IsGivenAsync(arguments, question, cancellationToken).ConfigureAwait(false))
            {
                return ExitCode.MoreToDo;
            }

            var confirmPlace = consent.ForPlace(arguments, cancellationToken);
            var (limit, inFlight) = (arguments.GetValue(maximumChange), arguments.GetValue(throttleLimit));
            await using var written = path is not null && !whatIf
                ? await session.OpenJournalAsync(
                    path,
                    (file, settings, place, confirm) => ClientJournal.OpenAsync(closes, file, settings, place, confirm),
                    consent.Apply(arguments, session.JournalSettings([name], null, limit, inFlight)),
                    confirmPlace,
                    cancellationToken).ConfigureAwait(false)
                : null;
            using var rows = new ClientOutput(arguments.GetValue(output));
            var host = new RunHost<ClientReport, ClientRow>(session, rows, ClientRow.Of, new PoolProgress(session, "app clients", () => Task.FromResult<long?>(found.Count)));
            await using var run = new ClientRun(
                host,
                consent.Apply(arguments, session.Options(whatIf, limit, inFlight, confirmPlace)),
                closes,
                written,
                cancellationToken);
            return await host.RunAsync(run, Input(run, session, found), () => $"{run.Changes:N0} changed", () => string.Empty, cancellationToken).ConfigureAwait(false);
        }, cancellationToken));
        return command;
    }

    private static async IAsyncEnumerable<Action> Input(ClientRun run, PoolSession session, IReadOnlyList<ClientItem> found)
    {
        foreach (var item in found)
        {
            yield return () => run.Add(session.ClientFor(item.UserPoolId), item);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
