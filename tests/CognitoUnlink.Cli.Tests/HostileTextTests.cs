using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Subjects that would control a terminal, in the output of each command.</summary>
public sealed partial class HostileTextTests : IDisposable
{
    private static readonly string[] s_subjects =
    [
        "\e[2J", "\e]0;owned\a", "\e]8;;http://evil.example\e\\here\e]8;;\e\\", "\e[30;40m", "\e[1A\e[2K", "\u009b2J", "\u009d0;owned\u009c", "\rUnlinked nobody", "\n$ ", "\r\n$ ",
        "\b\b\b\b", "\a", "\u0001", "\u007f", "\u2028", "\u2029", "\u202eecila\u202c", "\u2067ecila\u2069", "\u200f", "\u200b", "\U000e0041",
    ];

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--output", "csv")]
    [InlineData("list", "--output", "json")]
    [InlineData("unlink", "--provider", "Okta", "--what-if")]
    [InlineData("unlink", "--provider", "Okta", "--yes", "--verbose")]
    [InlineData("unlink", "--from", "rows.json", "--yes")]
    [InlineData("relink", "--from", "run.jsonl", "--what-if")]
    [InlineData("relink", "--from", "run.jsonl", "--yes")]
    [InlineData("compare", "--journal", "run.jsonl")]
    public async Task No_control_sequence_in_a_subject_reaches_the_screen(params string[] arguments)
    {
        // Every other user would be locked out, so that there are errors too.
        var users = s_subjects.Select((subject, i) =>
            $$"""{"username":"user{{i}}","status":"{{(i % 2 == 0 ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED")}}","identities":[{"providerName":"Okta","value":{{JsonSerializer.Serialize($"begin{subject}end")}}},{"providerName":"Google","value":"{{i}}"}]}""");
        using var server = _files.Start(string.Join(',', users));
        var pool = server.UserPool;
        if (arguments[0] == "relink")
        {
            await Cli.RunAsync(pool, "unlink", "--all-providers", "--yes", "--journal", _files.PathOf("run.jsonl"));
        }

        if (arguments[0] == "compare")
        {
            await Cli.RunAsync(pool, "unlink", "--all-providers", "--yes", "--journal", _files.PathOf("run.jsonl"));
            await Cli.RunAsync(pool, "relink", "--from", _files.PathOf("run.jsonl"), "--journal", _files.PathOf("undo.jsonl"), "--yes");
        }

        _files.Write("rows.json", JsonSerializer.Serialize(s_subjects.Select((subject, i) => new { Username = $"user{i}", ProviderName = "Okta", Subject = $"begin{subject}other" })));
        var run = await TerminalRun.RunAsync(
            400,
            new() { ["AWS_ACCESS_KEY_ID"] = pool.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey, ["NO_COLOR"] = "1" },
            [.. arguments.Select(argument => argument is "rows.json" or "run.jsonl" ? _files.PathOf(argument) : argument),
             "--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl, "--region", pool.Region]);

        Assert.Contains("begin", run.Output, StringComparison.Ordinal);
        var text = run.Output.Replace("\e[?1h\e=", string.Empty, StringComparison.Ordinal);
        text = Progress().Replace(text, string.Empty).Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.DoesNotMatch(ControlCharacters(), text);
        Assert.DoesNotContain("begin\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n$ ", text, StringComparison.Ordinal);
    }

    // On a slow machine, a run may show its progress and erase it again.
    [GeneratedRegex(@"\r(\[#*\.*\] +\d+ % )?[\d,]+ \w+, [\d.]+ a second[^\r\n]*|\r +\r")]
    private static partial Regex Progress();

    [GeneratedRegex(@"[\x00-\x09\x0B-\x1F\x7F-\x9F\u2028\u2029\u200B\u200F\u202C\u202E\u2067\u2069]|\uDB40\uDC41")]
    private static partial Regex ControlCharacters();
}
