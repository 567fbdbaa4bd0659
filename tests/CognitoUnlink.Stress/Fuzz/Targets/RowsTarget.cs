using System.Text;
using System.Text.Json;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Errors;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>Files of rows in any format that <c>--from</c> accepts.</summary>
internal sealed class RowsTarget : FuzzTarget
{
    private static readonly string[] s_columns =
        ["UserPoolId", "Username", "Sub", "ProviderName", "ProviderAttributeName", "ProviderAttributeValue", "ProviderType", "Subject", "User_ProviderName", "SocialProvider", "NameId", "x y"];

    // None of these may be in a row that means something.
    private static readonly string[] s_misnamed = ["Subjekt", "User", "usr", "E-mail", "IdP", "NamID", "ProviderNme"];

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    // Any other exception on opening is a finding, because it has no stable id.
    private static readonly string[] s_refusals = [ErrorId.UnknownFileForm, ErrorId.UnknownColumn, ErrorId.JournalDamaged, ErrorId.FileNotReadable];
    private static readonly string[] s_rowErrors =
        [ErrorId.RowNotReadable, ErrorId.RowTooLong, ErrorId.FileNotReadable, ErrorId.UnknownColumn, ErrorId.AmbiguousRow, ErrorId.IncompleteRow, ErrorId.UsernameMissing, ErrorId.NotAUser];

    public override string Name => "rows";

    protected override IReadOnlyList<string> Tokens =>
        ["Username,", "sep=;\n", "sep=\"\n", "sep=\\\n", "sep=#\n", "sep= \n", "#TYPE x\r\n", "\"a\"\"b\"", "\"a\"b,", ",,,,", "\"items\":[", "{\"items\":[{}]}", "{\"Username\":\"x\"}\n", "\"username\"", "ProviderName;Subject", "{\"Users\":[", "\"PaginationToken\":\"x\"", "\"Attributes\":[{\"Name\":\"sub\",\"Value\":\"s\"}]", "\"UserStatus\":{\"Value\":\"CONFIRMED\"}", "\"User\":{\"ProviderName\":", "\"User\":{\"Username\":", "\"Google\nSubject ID\"", ",\"items\":[", "\"System.Object[]\"", " , ,\n", "\"DestinationUser\":{", "\"SourceUser\":{", "cognito:username", "Subjekt", "[\"alice\",", "alice\tbob\n"];

    public override void Check(byte[] input)
    {
        foreach (var isUndo in (bool[])[false, true])
        {
            CheckAsync(input, isUndo).GetAwaiter().GetResult();
        }
    }

    protected override byte[] Valid(Random random) => random.Next(10) switch
    {
        6 => JsonSerializer.SerializeToUtf8Bytes(new { Users = Users(random), PaginationToken = random.TextOrNull() }, random.Chance(2) ? s_indented : null),
        7 => JsonSerializer.SerializeToUtf8Bytes(random.Pick<object>(
        [
            Users(random),
            new { UserPoolId = random.TextOrNull(), User = new { ProviderName = random.TextOrNull(), ProviderAttributeName = random.TextOrNull(), ProviderAttributeValue = random.TextOrNull() } },
            new { DestinationUser = new { ProviderName = "Cognito", ProviderAttributeValue = random.TextOrNull() }, SourceUser = new { ProviderName = random.TextOrNull(), ProviderAttributeValue = random.TextOrNull() } },
        ])),
        8 => JsonSerializer.SerializeToUtf8Bytes(random.Several(5, random.Text)),
        9 => Encoding.UTF8.GetBytes(string.Join(random.Pick(["\n", "\r\n", "\t"]), random.Several(70, random.Text))),
        0 => JsonSerializer.SerializeToUtf8Bytes(Rows(random)),
        1 => JsonSerializer.SerializeToUtf8Bytes(new { items = Rows(random), whatIf = false }, random.Chance(2) ? s_indented : null),
        2 => Encoding.UTF8.GetBytes(string.Concat(Rows(random).Select(row => JsonSerializer.Serialize(row) + "\n"))),
        3 => (random.Chance(2) ? Encoding.Unicode : Encoding.BigEndianUnicode) is var encoding ? [.. encoding.GetPreamble(), .. encoding.GetBytes(Csv(random))] : [],
        _ => [.. random.Chance(4) ? "\uFEFF"u8.ToArray() : [], .. Encoding.UTF8.GetBytes(Csv(random))],
    };

    private static async Task CheckAsync(byte[] input, bool isUndo)
    {
        using var scratch = new ScratchFile(input);
        try
        {
            await using var files = await RowFiles.OpenAsync([scratch.Path], new RowFileOptions { IsUndo = isUndo }, CancellationToken.None).ConfigureAwait(false);
            var line = 0L;
            await foreach (var (_, row) in files.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                Require(row.Line >= line && row.Line <= input.Length + 1, $"A row of line {row.Line} follows one of line {line}.");
                line = row.Line;
                CheckRow(row);
            }
        }
        catch (UnlinkException problem) when (s_refusals.Contains(problem.ErrorId) || (isUndo && problem.ErrorId == ErrorId.MalformedIdentities))
        {
            Require(problem.Message.Length > 0, "The error says nothing.");
        }
    }

    private static void CheckRow(FileRow row)
    {
        if (row.Error is { } error)
        {
            Require(s_rowErrors.Contains(error.ErrorId), $"A row's error is {error.ErrorId}.");
            Require(error.Message.StartsWith($"Line {row.Line} of ", StringComparison.Ordinal) || error.ErrorId == ErrorId.FileNotReadable, error.Message);
            return;
        }

        if (row.Meaning is { } meaning)
        {
            CheckMeaning(row.Row!, meaning);
        }
    }

    /// <summary>The row's own columns say everything that it means.</summary>
    private static void CheckMeaning(IRow row, RowMeaning meaning)
    {
        Require(!row.Names.Any(name => s_misnamed.Contains(name, StringComparer.OrdinalIgnoreCase) && (name != "User" || row.Row(name) is null)), "A row means something despite an unknown column.");
        string[] said = [.. row.Names.Select(name => Readable(row, name)).OfType<string>(), ProviderUser.CognitoSubject, .. Enum.GetNames<SocialProvider>()];
        Require(meaning.Identity is not null || meaning.Username is not null, "A row that names no user means one.");
        Require(meaning.Username is null || said.Contains(meaning.Username) || row.Row("DestinationUser") is not null, "A row means a user that it does not name.");
        try
        {
            Require(meaning.Identity is not { } identity || said.Contains(identity.ProviderAttributeValue) || row.Row("User") is not null || row.Row("SourceUser") is not null, "A row means a subject that it does not name.");
            _ = meaning.ToLinkItems("us-east-1_LocalPool");
        }
        catch (UnlinkException problem) when (problem.ErrorId is ErrorId.IncompleteRow or ErrorId.UsernameMissing or ErrorId.MalformedIdentities)
        {
            Require(problem.Message.Length > 0, "The error says nothing.");
        }
    }

    // A column without a meaning may have different values in a row and in an object inside it.
    private static string? Readable(IRow row, string column)
    {
        try
        {
            return row.Text(column);
        }
        catch (UnlinkException problem) when (problem.ErrorId == ErrorId.AmbiguousRow)
        {
            return null;
        }
    }

    private static List<Dictionary<string, object?>> Rows(Random random) => random.Several(5, () =>
        s_columns.Where(_ => !random.Chance(3)).ToDictionary(column => column, column => random.Pick<object?>([random.Text(), random.TextOrNull(), 1, true])));

    private static List<object> Users(Random random) => random.Several(4, () => (object)new
    {
        Username = random.TextOrNull(),
        Attributes = random.Several(3, () => new { Name = random.Pick(["sub", "identities", "email", random.Text()]), Value = random.Pick<string?>([random.TextOrNull(), "[]", "[{\"userId\":\"x\",\"providerName\":\"Okta\"}]"]) }),
        UserStatus = random.Pick<object?>(["CONFIRMED", new { Value = "CONFIRMED" }, null]),
    });

    private static string Csv(Random random)
    {
        var delimiter = random.Pick([",", ",", ";", "\t", "|"]);
        var columns = s_columns.Where((column, index) => index == 1 || random.Chance(2)).Concat(random.Chance(6) ? [random.Pick(s_misnamed)] : []).ToList();
        var end = random.Pick(["\n", "\r\n"]);
        var heading = random.Pick(["", "", "", $"sep={delimiter}{end}", $"#TYPE X{end}"]) + string.Join(delimiter, columns) + end;
        return heading + string.Concat(random.Several(6, () => string.Join(delimiter, columns.Select(_ => Field(random, delimiter))) + end));
    }

    private static string Field(Random random, string delimiter)
    {
        var text = random.TextOrNull() ?? "";
        return random.Chance(3) || text.AsSpan().ContainsAny("\"\r\n") || text.Contains(delimiter, StringComparison.Ordinal) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
