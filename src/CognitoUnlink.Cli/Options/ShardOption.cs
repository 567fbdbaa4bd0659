using System.CommandLine;
using System.Globalization;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--shard</c>, for what is split among several processes.</summary>
internal static class ShardOption
{
    public static Option<Shard?> Create() => new("--shard")
    {
        HelpName = "K/N",
        Description = "Only the K-th of N shards. All that a user has is in one shard, the same on every machine. Unless --requests-per-second is given, its default is divided by N.",
        CustomParser = result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
            if (!Shard.TryParse(text, out var shard))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--shard takes K/N, for instance 2/4: K from 1 to N, N up to {Shard.Most}; not {text}."));
            }

            return shard;
        },
    };

    public static void GoesWithout(Command command, Option<Shard?> shard, Option other) => command.Validators.Add(result =>
    {
        if (result.Has(shard) && result.Has(other))
        {
            result.AddError($"--shard is a part of everybody and does not go with {other.Name}.");
        }
    });
}
