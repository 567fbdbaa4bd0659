using System.Globalization;
using System.Text;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Core.Tests.Journaling;

public sealed class JournalReaderTests : IDisposable
{
    private const string Started = """{"time":"2026-01-01T00:00:00Z","run":"r","event":"run-started"}""";

    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public async Task A_torn_last_line_is_reported_and_the_lines_before_it_are_read()
    {
        await _journal.WriteAsync(JournalFile.RunStarted(), JournalFile.Record(1));
        var before = new FileInfo(_journal.Path).Length;
        await _journal.WriteAsync(JournalFile.Record(2) with { Username = "Zoë 👩" });
        var whole = File.ReadAllBytes(_journal.Path);

        for (var length = before + 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(_journal.Path, whole[..(int)length]);

            Assert.Equal([JournalFile.RunStarted(), JournalFile.Record(1)], _journal.Read(out var torn));
            Assert.Equal(new JournalTornLine(3, before, length - before), torn);
        }

        File.WriteAllBytes(_journal.Path, whole);
        Assert.Equal(3, _journal.Read(out var none).Count);
        Assert.Null(none);
    }

    [Fact]
    public async Task A_torn_first_line_is_reported()
    {
        await _journal.WriteAsync(JournalFile.RunStarted());
        var whole = File.ReadAllBytes(_journal.Path);

        for (var length = 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(_journal.Path, whole[..length]);

            Assert.Empty(_journal.Read(out var torn));
            Assert.Equal(new JournalTornLine(1, 0, length), torn);
        }
    }

    [Theory]
    [InlineData("\0\0\0\0\0\0")]
    [InlineData("{\"time\":\"2026-01-01T00:00:00Z\",\"ru\0\0\0\0\n")]
    [InlineData("\n")]
    [InlineData("garbage\r\n")]
    public void A_last_line_that_is_not_JSON_counts_as_torn(string tail)
    {
        _journal.WriteText(Started + "\n" + tail);

        Assert.Single(_journal.Read(out var torn));
        Assert.Equal(new JournalTornLine(2, Started.Length + 1, tail.Length), torn);
    }

    [Theory]
    [InlineData("{\"time\":\"2026-01-01T00:00:00Z\",\"run\":\"r\",", "it is not valid JSON at byte 41")]
    [InlineData("", "it is not valid JSON at byte 1")]
    [InlineData("{} {}", "it is not valid JSON at byte 4")]
    [InlineData("[1]", "it is not a JSON object")]
    [InlineData("{}", "it has no event")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","event":"run-ended"}""", "it has no run")]
    [InlineData("""{"run":"r","event":"run-ended"}""", "it has no time")]
    [InlineData("""{"time":"yesterday","run":"r","event":"run-ended"}""", "its time is not ISO 8601")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","run":"r","event":"run-started","format":"new"}""", "its format is not a number")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","run":"r","event":3}""", "its event is not a string")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","run":7,"event":"run-ended"}""", "a field that should be text is not")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","run":"r","event":"run-ended","attempts":1.5}""", "its attempts are not a number")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","run":"r","event":"intent","userPoolId":"p","providerName":"Okta","providerAttributeName":"Cognito_Subject"}""", "it has no providerAttributeValue")]
    public void Damage_is_an_error_that_names_the_file_and_the_line(string damaged, string what)
    {
        _journal.WriteText($"{Started}\n{Started}\n{damaged}\n{Started}\n");
        var read = 0;

        var error = Assert.Throws<UnlinkException>(() =>
        {
            foreach (var record in new JournalReader(_journal.Path).Read())
            {
                read++;
            }
        });

        Assert.Equal(ErrorId.JournalDamaged, error.ErrorId);
        Assert.Equal($"Line 3 of the journal '{_journal.Path}' is damaged: {what}.", error.Message);
        Assert.Equal(2, read);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_count_as_damage()
    {
        byte[] line = [.. Encoding.UTF8.GetBytes("{\"time\":\"2026-01-01T00:00:00Z\",\"run\":\""), 0xC3, 0x28, .. "\",\"event\":\"run-ended\"}\n"u8];
        File.WriteAllBytes(_journal.Path, [.. line, .. Encoding.UTF8.GetBytes(Started + "\n")]);

        var error = Assert.Throws<UnlinkException>(() => _journal.Read());

        Assert.StartsWith("Line 1 ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","run":"r","event":"exploded"}""")]
    [InlineData("""{"event":"exploded","providerName":7,"run":{"of":"another"},"time":null}""")]
    public void Unknown_events_are_skipped(string other)
    {
        _journal.WriteText($"{Started}\n{other}\n{Started}\n{other}\n");

        var reader = new JournalReader(_journal.Path);
        List<long> lines = [.. reader.Read().Select(_ => reader.LineNumber)];

        Assert.Equal([1, 3], lines);
        Assert.Null(reader.TornLine);
    }

    [Theory]
    [InlineData(""","settings":{"version":"9.1.0"}""", "; version 9.1.0 wrote it")]
    [InlineData("", "")]
    public void A_newer_format_is_refused_in_plain_words(string settings, string who)
    {
        _journal.WriteText($$"""
            {{Started}}
            {"time":"2026-01-01T00:00:00Z","run":"r","event":"run-started","format":3{{settings}}}

            """);

        var error = Assert.Throws<UnlinkException>(() => _journal.Read());

        Assert.Equal(ErrorId.JournalTooNew, error.ErrorId);
        Assert.Equal($"The journal '{_journal.Path}' has format 3, which this version does not support{who}. This version reads formats up to 2.", error.Message);
    }

    [Fact]
    public void A_complete_last_line_without_an_event_is_damaged_and_not_torn()
    {
        _journal.WriteText($"{Started}\n{{\"time\":\"2026-01-01T00:00:00Z\",\"run\":\"r\"}}\n");

        Assert.Equal(ErrorId.JournalDamaged, Assert.Throws<UnlinkException>(() => _journal.Read()).ErrorId);
    }

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("", "\r\n")]
    [InlineData("\uFEFF", "\r\n")]
    public void A_byte_order_mark_and_carriage_returns_are_accepted(string beginning, string end)
    {
        _journal.WriteText(beginning + Started + end + Started + end);

        Assert.Equal(2, _journal.Read(out var torn).Count);
        Assert.Null(torn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_an_empty_journal(string text)
    {
        _journal.WriteText(text);

        Assert.Empty(_journal.Read(out var torn));
        Assert.Null(torn);
    }

    [Fact]
    public void A_missing_file_is_an_error_that_names_its_path()
    {
        var error = Assert.Throws<UnlinkException>(() => _journal.Read());

        Assert.Equal(ErrorId.JournalNotReadable, error.ErrorId);
        Assert.Contains(_journal.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_file_without_line_breaks_is_refused_because_its_line_is_too_long()
    {
        using (var file = File.Create(_journal.Path))
        {
            file.SetLength(1L << 32);
        }

        var error = Assert.Throws<UnlinkException>(() => _journal.Read());

        Assert.Contains("Line 1 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("longer than 1048576 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JournalFormat.LongestLine)]
    [InlineData(JournalFormat.LongestLine + 1)]
    [InlineData(2 * JournalFormat.LongestLine)]
    [InlineData((5 * JournalFormat.LongestLine) + 17)]
    public void A_line_that_is_too_long_is_skipped(int length)
    {
        var beginning = Started[..^1] + ",\"reason\":\"";
        var tooLong = beginning + new string('x', length - beginning.Length - 3) + "\"}\n";
        var isTooLong = length > JournalFormat.LongestLine;
        _journal.WriteText($"{Started}\n{tooLong}{Started}\n{tooLong}{Started[..20]}");

        var reader = new JournalReader(_journal.Path, "x");
        List<long> lines = [.. reader.Read().Select(_ => reader.LineNumber)];

        Assert.Equal(isTooLong ? [1, 3] : [1, 2, 3, 4], lines);
        Assert.Equal(isTooLong ? [2, 4] : [], reader.TooLong);
        Assert.Equal(isTooLong ? "Line 2 and 1 more of the journal 'x' are longer than 1048576 bytes and were ignored, so nothing is known about their identities." : null, reader.Warning);
        Assert.Equal(new JournalTornLine(5, (2 * (Started.Length + 1)) + (2L * length), 20), reader.TornLine);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_unfinished_last_line_that_is_too_long_counts_as_torn(int linesBefore)
    {
        var before = string.Concat(Enumerable.Repeat(Started + "\n", linesBefore));
        _journal.WriteText(before + Started + new string(' ', 3 * JournalFormat.LongestLine));

        Assert.Equal(linesBefore, _journal.Read(out var torn).Count);
        Assert.Equal(new JournalTornLine(linesBefore + 1, before.Length, Started.Length + (3 * JournalFormat.LongestLine)), torn);
    }

    [Fact]
    public async Task Long_lines_are_read_whole()
    {
        JournalRecord[] records = [.. Enumerable.Range(0, 40).Select(number => JournalFile.Record(number) with { Reason = new string('ä', number * 5000) })];

        await _journal.WriteAsync(records);

        Assert.Equal(records, _journal.Read());
    }
}
