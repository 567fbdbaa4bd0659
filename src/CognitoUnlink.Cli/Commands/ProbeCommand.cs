using System.CommandLine;
using System.Reflection;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Cli.Running;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Probe;
using CognitoUnlink.Probe.Experiments;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink probe</c>: how AWS really behaves where this is not documented.</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var local = new Option<bool>("--local") { Description = "Probe a local pool inside this process; nothing is sent to AWS." };
        var behavior = BehaviorOption.Create("With --local: a JSON file that says how that pool answers.");
        var profile = ReachOptions.CreateProfile();
        var region = ReachOptions.CreateRegion();
        var endpointUrl = ReachOptions.CreateEndpointUrl();
        var verbose = ReachOptions.CreateVerbose();
        var yes = ConsentOptions.CreateYes();
        var keep = new Option<bool>("--keep") { Description = "Keep the pool afterwards, to look at it." };
        var cleanUp = new Option<bool>("--clean-up") { Description = "Only delete pools that probes left behind: those with a probe's name and its tag." };
        var file = new Option<string?>("--out") { HelpName = FileValue.Name, Description = "Write the answers to this file, for serve --behavior." };
        var output = OutputOption.Create();
        var command = new HelpfulCommand("probe", "Tests how AWS behaves where the documentation is silent. It creates a user pool for this and deletes it again. No other pool is touched. Exit code 0: nothing differs from what the local pool assumes; 1: something does; 3: the probe could not run.")
        {
            Usage = "(--region NAME | --local) [OPTIONS]",
            Examples =
            [
                new("Try it on a local pool, without an AWS account", "cognito-unlink probe --local"),
                new("Probe AWS, and save the answers", "cognito-unlink probe --region eu-west-1 --out behavior.json"),
                new("Serve a local pool that answers like that", "cognito-unlink serve --behavior behavior.json"),
                new("Delete the pools of interrupted probes", "cognito-unlink probe --clean-up --region eu-west-1"),
            ],
        };
        command.Add("Where to run", region, profile, local, behavior, endpointUrl, verbose);
        command.Add("How to run", yes, keep, cleanUp);
        command.Add("Output", file, output);
        command.Validators.Add(result =>
        {
            if (result.Given(local) && new Option[] { region, profile, endpointUrl }.FirstOrDefault(result.Has) is { } foreign)
            {
                result.AddError($"{foreign.Name} cannot be combined with --local, which needs no AWS account.");
            }
            else if (!result.Given(local) && result.Has(behavior))
            {
                result.AddError("--behavior can only be used with --local: for other pools, finding that out is the purpose of the probe.");
            }
            else if (result.Given(cleanUp) && new Option[] { local, keep, file }.FirstOrDefault(option => option == file ? result.Has(option) : result.Given((Option<bool>)option)) is { } useless)
            {
                result.AddError($"{useless.Name} cannot be combined with --clean-up.");
            }
            else if (!result.Given(yes) && !result.Given(local) && Console.IsInputRedirected)
            {
                result.AddError("Cannot ask for confirmation: standard input is not a terminal. Add --yes to go ahead, or --local to try it on a local pool.");
            }
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var log = arguments.GetValue(verbose) ? new CallLog(logsRequests: true, logsAttempts: true) : null;
            try
            {
                using var server = arguments.GetValue(local) ? new LocalUserPoolFactory().Start(new LocalUserPoolOptions { BehaviorPath = arguments.GetValue(behavior) }) : null;
                using var client = await ProbeClient.ConnectAsync(server is null
                    ? new GatewayOptions
                    {
                        ProfileName = arguments.GetValue(profile),
                        Region = arguments.GetValue(region),
                        EndpointUrl = arguments.GetValue(endpointUrl),
                        CredentialHost = new TerminalCredentialHost(),
                        Log = log,
                    }
                    : new GatewayOptions
                    {
                        IsLocalUserPool = true,
                        AccessKey = server.UserPool.AccessKey,
                        SecretKey = server.UserPool.SecretKey,
                        Region = server.UserPool.Region,
                        EndpointUrl = server.UserPool.EndpointUrl,
                        Log = log,
                    }, cancellationToken).ConfigureAwait(false);
                var confirm = !arguments.GetValue(yes) && server is null;
                return arguments.GetValue(cleanUp)
                    ? await CleanUpAsync(client, confirm, cancellationToken).ConfigureAwait(false)
                    : await ProbeAsync(client, confirm, arguments.GetValue(keep), arguments.GetValue(file), arguments.GetValue(output), log, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }
            catch (CognitoUnlinkException problem)
            {
                Messages.Write(problem, couldNotStart: true);
                return ExitCode.NothingStarted;
            }
            finally
            {
                WriteLog(log);
            }
        });
        return command;
    }

    private static async Task<int> ProbeAsync(
        ProbeClient client, bool confirm, bool keep, string? path, OutputFormat format, CallLog? log, CancellationToken cancellationToken)
    {
        var run = new ProbeRun(client, keep);
        if (confirm && !await MayAsync(run, client.Place, keep, cancellationToken).ConfigureAwait(false))
        {
            Messages.End("Nothing was created.");
            return ExitCode.MoreToDo;
        }

        var file = path is null ? null : new ProbeFile(path);
        IReadOnlyList<Finding>? findings = null;
        try
        {
            findings = await WatchedAsync(run, log, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (findings is null)
            {
                file?.Abandon();
            }

            if (run.Problem is { } problem)
            {
                Messages.Write(problem);
            }
        }

        var text = ProbeFile.Text(findings, client.Place, Version, DateTimeOffset.UtcNow);
        file?.Write(text);
        ProbeOutput.Write(format, findings, text);
        Messages.End(Describe(findings, run, client, path));
        return run.Problem is not null || findings.Any(finding => finding.Result == FindingResult.Different) ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static async Task<IReadOnlyList<Finding>> WatchedAsync(ProbeRun run, CallLog? log, CancellationToken cancellationToken)
    {
        var bar = new ProgressBar();
        var work = run.RunAsync(cancellationToken);
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None)).ConfigureAwait(false);
            bar.Write(() => WriteLog(log));
            if (bar.IsDue)
            {
                bar.Show("experiments", run.Done, ProbeRun.Experiments, 0, 0);
            }
        }

        bar.Clear();
        return await work.ConfigureAwait(false);
    }

    private static Task<bool> MayAsync(ProbeRun run, Place place, bool keep, CancellationToken cancellationToken)
    {
        const decimal HighestPrice = 0.02m;
        Messages.End($"This creates user pool {run.PoolName} in {place.Describe()}, with providers, app clients and {ProbeRun.Users} users, all made up, and runs {ProbeRun.Experiments} experiments on it.{(keep ? string.Empty : " Then it deletes the pool and everything in it.")} No messages are sent to anyone, and no other pool is touched.");
        if (place.IsAws)
        {
            Messages.End(FormattableString.Invariant($"AWS counts each of these users as active this month: this costs nothing within the free tier, otherwise at most ${ProbeRun.Users * HighestPrice:0.00}. Requests count against the account's quotas: five a second, and once thirty simultaneous reads of one user."));
        }

        return ConsentOptions.ConfirmAsync("Create the pool?", cancellationToken);
    }

    private static async Task<int> CleanUpAsync(ProbeClient client, bool confirm, CancellationToken cancellationToken)
    {
        var place = client.Place;
        var pools = await client.FindPoolsAsync(null, cancellationToken).ConfigureAwait(false);
        if (pools.Count == 0)
        {
            Messages.End($"No pools left behind by probes were found in {place.Describe()}.");
            return ExitCode.Done;
        }

        foreach (var pool in pools)
        {
            Console.Out.WriteLine(Texts.Printable.Of(pool.ToString()));
        }

        var which = pools.Count == 1 ? "this user pool" : $"these {pools.Count} user pools";
        if (confirm && !await ConsentOptions.ConfirmAsync($"Delete {which} in {place.Describe()}, and everything in {(pools.Count == 1 ? "it" : "them")}? A probe that is still running needs its pool.", cancellationToken).ConfigureAwait(false))
        {
            Messages.End("Nothing was deleted.");
            return ExitCode.MoreToDo;
        }

        var failed = 0;
        foreach (var pool in pools)
        {
            try
            {
                await client.DeletePoolAsync(pool.UserPoolId, cancellationToken).ConfigureAwait(false);
            }
            catch (CognitoException problem)
            {
                failed++;
                Messages.Write(new UnlinkException(ErrorId.ProbePoolLeft, $"User pool {pool} could not be deleted: {problem.Message}", problem));
            }
        }

        Messages.End($"{pools.Count - failed} deleted{(failed > 0 ? $", {failed} not" : string.Empty)}.");
        return failed > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static string Describe(IReadOnlyList<Finding> findings, ProbeRun run, ProbeClient client, string? path)
    {
        int Count(FindingResult result) => findings.Count(finding => finding.Result == result);
        string[] parts =
        [
            $"{Count(FindingResult.Same)} as assumed, {Count(FindingResult.Different)} different",
            .. Count(FindingResult.NotAnswered) is > 0 and var open ? [$"{open} not answered"] : Array.Empty<string>(),
            .. Count(FindingResult.NotSupported) is > 0 and var lacking ? [$"{lacking} not supported by this server"] : Array.Empty<string>(),
            $"{Count(FindingResult.NotTried)} need a person to sign in",
        ];
        var pool = run.Left is null ? "The pool is deleted." : run.Problem is null ? $"The pool was kept: {run.Left}. 'cognito-unlink probe --clean-up' deletes it." : string.Empty;
        var kept = path is null ? string.Empty : $" The answers are in {path}; docs/probe.md says how to send them to us.";
        return $"{string.Join(", ", parts)}; {client.Requests} requests. {pool}{kept}".TrimEnd();
    }

    private static void WriteLog(CallLog? log)
    {
        while (log is not null && log.TryTake(out var line))
        {
            Messages.Log(line.Text);
        }
    }

    private static string Version => typeof(ProbeCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
