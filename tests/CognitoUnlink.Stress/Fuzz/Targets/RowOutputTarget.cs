using System.Buffers;
using System.Text;
using System.Text.Json;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Input;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>The output of a run, in each format, is read by <c>--from</c> with the same values.</summary>
internal sealed class RowOutputTarget : FuzzTarget
{
    /// <summary>Longer values are refused, because an unclosed quote looks like one.</summary>
    private const int LongestValue = 60_000;

    public override string Name => "row-output";

    protected override IReadOnlyList<string> Tokens => ["\"username\":\"\"", "\\r\\n", "\\\"", "sep=;", "\"providerName\":null", "},{", "\"timestamp\":\"2026-01-01T00:00:00Z\""];

    public override void Check(byte[] input)
    {
        if (Rows(input) is { Length: > 0 } rows)
        {
            CheckAsync(rows, WrittenCsv(rows), FormulaText.Escape).GetAwaiter().GetResult();
            CheckAsync(rows, [.. "{\"items\":"u8, .. WrittenArray(rows), .. "}"u8]).GetAwaiter().GetResult();
            CheckAsync(rows, [.. rows.SelectMany(row => Written(json => Json.Write(json, row)).Append((byte)'\n'))]).GetAwaiter().GetResult();
        }
    }

    protected override byte[] Valid(Random random) => WrittenArray(
        random.Several(5, () => new UnlinkRow(
            random.Text(), random.TextOrNull(), random.TextOrNull(), random.Text(), random.TextOrNull(), random.Text(), random.Text(), "Unlinked", random.TextOrNull(), random.TextOrNull(),
            Identities.SignInAfterUnlink.Password, Identities.Recovery.VerifiedEmail, random.Chance(2), null, random.Next(), random.NextDouble(), random.TextOrNull(), random.Time())));

    /// <summary>The rows; null for input that no run could have written or that is refused on purpose.</summary>
    private static UnlinkRow[]? Rows(byte[] input)
    {
        try
        {
            var rows = JsonSerializer.Deserialize<JsonElement[]>(input)?.Select(row => row.Deserialize(OutputJson.Default.UnlinkRow)).ToArray() ?? [];
            return Array.TrueForAll(rows, row => row is not null && double.IsFinite(row.Seconds) && Array.TrueForAll(Texts(row), text => text.Length < LongestValue && !text.Contains('\uFFFD', StringComparison.Ordinal)))
                ? [.. rows.OfType<UnlinkRow>()]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string[] Texts(UnlinkRow row) =>
        [row.UserPoolId ?? "", row.Username ?? "", row.Sub ?? "", row.ProviderName ?? "", row.ProviderType ?? "", row.ProviderAttributeName ?? "", row.ProviderAttributeValue ?? "", row.Reason ?? "", row.RequestId ?? "", row.Outcome ?? "", row.ErrorId ?? ""];

    private static string[] Texts(FileRow row) =>
        [.. ((string[])["UserPoolId", "Username", "Sub", "ProviderName", "ProviderType", "ProviderAttributeName", "ProviderAttributeValue", "Reason", "RequestId", "Outcome", "ErrorId"]).Select(name => row.Row!.Text(name) ?? "")];

    private static byte[] WrittenArray(IEnumerable<UnlinkRow> rows) => Written(json =>
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            Json.Write(json, row);
        }

        json.WriteEndArray();
    });

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = Json.Encoder }))
        {
            write(json);
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static byte[] WrittenCsv(UnlinkRow[] rows)
    {
        using var text = new StringWriter();
        using (var csv = new Csv<UnlinkRow>(text))
        {
            Array.ForEach(rows, csv.Write);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task CheckAsync(UnlinkRow[] rows, byte[] written, Func<string, string>? escape = null)
    {
        using var scratch = new ScratchFile(written);
        await using var file = await RowFile.OpenAsync(scratch.Path, isUndo: false, new ColumnMap([]), CancellationToken.None).ConfigureAwait(false);
        List<string[]> read = [];
        await foreach (var row in file.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            read.Add(row.Error is null ? Texts(row) : [row.Error.Message]);
        }

        Require(
            read.Count == rows.Length && read.Zip(rows).All(pair => pair.First.SequenceEqual(Texts(pair.Second).Select(escape ?? (text => text)))),
            $"What is written is read as something else: {string.Join(" / ", read.SelectMany(row => row))}");
    }
}
