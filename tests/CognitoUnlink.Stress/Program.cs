using System.CommandLine;
using System.Security.Cryptography;
using CognitoUnlink.Fuzz;
using CognitoUnlink.Soak;
using CognitoUnlink.Soak.Hunting;

var root = new RootCommand("Looks for problems that occur only rarely: with odd inputs, or over a long time.") { FuzzCommand(), SoakCommand() };

var folder = new Argument<string>("folder");
var credentials = new Command(TemporaryCredentials.Command, "Acts as the credential_process for everything that runs here.") { folder };
credentials.Hidden = true;
credentials.SetAction(arguments => TemporaryCredentials.Write(arguments.GetValue(folder)!));

var endpoint = new Argument<string>("endpoint");
var pool = new Argument<string>("pool");
var steady = new Command(SteadyEngine.Command, "Runs as the process that is never killed.") { folder, endpoint, pool };
steady.Hidden = true;
steady.SetAction((arguments, _) => new SteadyEngine(arguments.GetValue(folder)!, arguments.GetValue(endpoint)!, arguments.GetValue(pool)!).RunAsync());

root.Add(credentials);
root.Add(steady);
return await root.Parse(args).InvokeAsync();

static Command FuzzCommand()
{
    var targets = new Argument<string[]>("target") { Description = "What to fuzz. Default: everything.", Arity = ArgumentArity.ZeroOrMore };
    targets.AcceptOnlyFromAmong([.. FuzzTargets.All.Select(target => target.Name)]);
    var minutes = new Option<double>("--minutes") { Description = "How long to fuzz each target.", DefaultValueFactory = _ => 10 };
    var seed = new Option<ulong>("--seed") { Description = "The seed to begin with. Default: a random one.", DefaultValueFactory = _ => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) };
    var corpus = new Option<string>("--corpus") { Description = "Where to write inputs that fail.", DefaultValueFactory = _ => Corpus.Folder };
    var command = new Command("fuzz", "Gives readers one generated input after another, and keeps the inputs that they handle wrongly.") { targets, minutes, seed, corpus };
    command.SetAction(result =>
    {
        var names = result.GetValue(targets)!;
        var campaign = new Campaign(TimeSpan.FromMinutes(result.GetValue(minutes)), result.GetValue(seed), result.GetValue(corpus)!);
        var findings = FuzzTargets.All.Where(target => names.Length == 0 || names.Contains(target.Name)).Sum(campaign.Run);
        return findings == 0 ? 0 : 1;
    });
    return command;
}

static Command SoakCommand()
{
    var minutes = new Option<double>("--minutes") { HelpName = "N", Description = "How long to run. The round under way is finished first.", DefaultValueFactory = _ => 60 };
    var users = new Option<int>("--users") { HelpName = "N", Description = "The number of users in each round's pool.", DefaultValueFactory = _ => 20_000 };
    var seed = new Option<int>("--seed") { HelpName = "N", Description = "The seed of the first round. Each further round uses the next number.", DefaultValueFactory = _ => 1 };
    var report = new Option<string?>("--report") { HelpName = "FILE", Description = "Write the results to this file as JSON." };
    var hunt = new Option<bool>("--hunt") { Description = "Instead of the soak, let runs and a rival change the same users, and look for users left with no way to sign in." };
    var command = new Command("soak", "Unlinks and undoes for an hour under constant faults, and checks that nothing was lost, done twice or changed by mistake.") { hunt, minutes, users, seed, report };
    command.SetAction((arguments, cancellationToken) =>
    {
        var options = new SoakOptions(TimeSpan.FromMinutes(arguments.GetValue(minutes)), arguments.GetValue(users), arguments.GetValue(seed), arguments.GetValue(report));
        return arguments.GetValue(hunt) ? new HuntRun(options).RunAsync(cancellationToken) : new SoakRun(options).RunAsync(cancellationToken);
    });
    return command;
}
