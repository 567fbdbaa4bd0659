using System.Text;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Errors;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Input;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>A column map, with its pairs separated by tabs on the first line, and rows with custom columns: a mapped or known column says everything that a row means.</summary>
internal sealed class ColumnMapTarget : FuzzTarget
{
    private static readonly string[] s_theirs = ["cognito:username", "login", "idp", "Name ID", "sub", "a=b", "Username", "ProviderName"];

    public override string Name => "column-map";

    protected override IReadOnlyList<string> Tokens => ["Username=", "Subject=", "ProviderName=", "=", "\t", "cognito:username", "\n", ",", "\"", "username="];

    public override void Check(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)'\n');
        var pairs = Encoding.UTF8.GetString(input, 0, Math.Max(0, end)).Split('\t', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            CheckAsync(ColumnMap.Parse(pairs), input[(end + 1)..]).GetAwaiter().GetResult();
        }
        catch (UnlinkException problem) when (problem.ErrorId is ErrorId.InvalidColumnMap or ErrorId.UnknownColumn or ErrorId.UnknownFileForm or ErrorId.JournalDamaged or ErrorId.FileNotReadable)
        {
            Require(problem.Message.Length > 0, "The error says nothing.");
        }
    }

    protected override byte[] Valid(Random random)
    {
        var theirs = s_theirs.Where(_ => random.Chance(2)).ToList();
        string[] known = ["Username", "ProviderName", "Subject", "Sub", "UserPoolId", "ProviderType"];
        var pairs = theirs.Take(known.Length).Select((name, index) => $"{known[index]}={name}");
        var columns = theirs.Concat(random.Chance(3) ? ["ProviderAttributeName"] : []).ToList();
        var rows = random.Several(5, () => string.Join(',', columns.Select(_ => $"\"{random.Text().Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n");
        return Encoding.UTF8.GetBytes($"{string.Join('\t', pairs)}\n{string.Join(',', columns)}\n{string.Concat(rows)}");
    }

    private static async Task CheckAsync(ColumnMap map, byte[] rows)
    {
        using var scratch = new ScratchFile(rows);
        await using var files = await RowFiles.OpenAsync([scratch.Path], new RowFileOptions { Columns = map }, CancellationToken.None).ConfigureAwait(false);
        await foreach (var (_, row) in files.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (row is { Meaning: { } meaning, Row: { } said })
            {
                Require(meaning.Username is null || said.Names.Any(name => said.Text(name) == meaning.Username), "A row means a user that it does not name.");
                Require(map.IsEmpty || map.IsOf(said) || said.Has("Username") || said.Has("Subject") || said.Has("ProviderAttributeValue"), "A row means something although it lacks a column that is mapped.");
            }
        }
    }
}
