using System.CommandLine;
using System.Security.Cryptography;
using CognitoUnlink.Fuzz;

var targets = new Argument<string[]>("target") { Description = "What to fuzz; everything unless named.", Arity = ArgumentArity.ZeroOrMore };
targets.AcceptOnlyFromAmong([.. FuzzTargets.All.Select(target => target.Name)]);
var minutes = new Option<double>("--minutes") { Description = "How long to go on with each target.", DefaultValueFactory = _ => 10 };
var seed = new Option<ulong>("--seed") { Description = "Where to begin; another each time unless given.", DefaultValueFactory = _ => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) };
var corpus = new Option<string>("--corpus") { Description = "Where to write inputs that fail.", DefaultValueFactory = _ => Corpus.Folder };
var command = new RootCommand("Gives readers one generated input after another, and keeps what they should not do.") { targets, minutes, seed, corpus };
command.SetAction(result =>
{
    var names = result.GetValue(targets)!;
    var campaign = new Campaign(TimeSpan.FromMinutes(result.GetValue(minutes)), result.GetValue(seed), result.GetValue(corpus)!);
    var findings = FuzzTargets.All.Where(target => names.Length == 0 || names.Contains(target.Name)).Sum(campaign.Run);
    return findings == 0 ? 0 : 1;
});
return command.Parse(args).Invoke();
