using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Completion in the shells themselves, with the scripts that users get.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly RowFolder _files = new();

    /// <summary>The command lines that were finally run.</summary>
    private string Log => _files.PathOf("log");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("unlink", "un")]
    [InlineData("--all-providers,--allow-lockout,--allow-no-recovery", "unlink", "--all")]
    [InlineData("table,json,csv", "list", "--output", "")]
    [InlineData("--output=json", "list", "--output=j")]
    [InlineData("bash,zsh,fish,pwsh", "completion", "")]
    [InlineData("auto,always", "--color", "a")]
    [InlineData(":files", "unlink", "--local", "--from", "pl")]
    [InlineData(":files", "relink", "--journal=x")]
    [InlineData("", "list", "--users", "")]
    [InlineData("", "frobnicate", "--x")]
    [InlineData("--output", "list", "--local", "--output")]
    [InlineData("", "list", "--local", "--loc")]
    [InlineData("--provider", "list", "--provider", "Okta", "--prov")]
    public async Task Complete_prints_the_candidates_for_the_words_typed_so_far(string candidates, params string[] words)
    {
        var run = await Cli.RunAsync(["complete", "--", .. words]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Equal(candidates, string.Join(',', run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0])));
    }

    [Fact]
    public async Task Every_command_and_option_has_a_description()
    {
        foreach (string[] words in (string[][])[[""], .. (await HelpTests.CommandsAsync()).Select(command => new[] { command, "-" })])
        {
            var run = await Cli.RunAsync(["complete", "--", .. words]);

            var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.NotEmpty(lines);
            Assert.All(lines, line => Assert.Matches("^[a-z-]+\t\\S", line));
        }
    }

    [Theory]
    [InlineData("bash", "bash --norc --noprofile -i", "")]
    [InlineData("zsh", "zsh -f -i", "autoload -Uz compinit; compinit -u -D\n")]
    public async Task Bash_and_zsh_complete_a_command_line_on_Tab(string shell, string start, string first)
    {
        Skip.Unless(Tool.Works("sh", "-c", $"command -v {shell}"), $"{shell} is not on PATH.");
        _files.Write("plan-of-march.csv", "Username\n");

        var run = await TerminalRun.RunCommandAsync(
            100,
            Environment(),
            start,
            $"cd '{_files.PathOf(string.Empty)}'\n{first}source <(cognito-unlink completion {shell})\ncognito-unlink compl\tfi\t\ncognito-unlink unlink --fro\tplan\t--what-i\t\ncognito-unlink list --output=j\t\nexit\n");

        var typed = File.Exists(Log) ? await File.ReadAllLinesAsync(Log) : [];
        Assert.True(
            typed is [_, "completion fish", "unlink --from plan-of-march.csv --what-if", "list --output=json"],
            $"{string.Join('\n', typed)}\n{run}");
    }

    [Fact]
    public async Task Fish_completes_a_command_line()
    {
        Skip.Unless(Tool.Works("fish", "-N", "--version"), "fish is not on PATH.");
        _files.Write("plan-of-march.csv", "Username\n");

        var run = await Tool.RunAsync(
            "fish",
            ["-N", "-c", $"cd '{_files.PathOf(string.Empty)}'; cognito-unlink completion fish | source; for line in 'un' 'list --outp' 'list --output=j' 'unlink --from pl' 'unlink --from=pl' 'list --users '; complete -C \"cognito-unlink $line\"; end"],
            Environment());

        Assert.Equal(
            ["unlink", "--output", "--output=json", "plan-of-march.csv", "--from=plan-of-march.csv"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task PowerShell_completes_a_command_line()
    {
        _files.Write("plan-of-march.csv", "Username\n");

        var run = await PowerShellEngine.RunAsync(
            [
                "-NoProfile",
                "-NonInteractive",
                "-Command",
                $$"""
                Set-Location '{{_files.PathOf(string.Empty)}}'
                cognito-unlink completion pwsh | Out-String | Invoke-Expression
                foreach ($line in 'un', 'list --outp', 'list --output ', 'list --output=j', 'unlink --from pl', 'unlink --provider ', 'list --username pl', 'list --users ', 'unlink --provider=') {
                    (TabExpansion2 "cognito-unlink $line" ("cognito-unlink $line".Length)).CompletionMatches.CompletionText
                }
                """,
            ],
            Environment());

        Assert.Equal(
            ["unlink", "--output", "table", "json", "csv", "--output=json", Path.Combine(".", "plan-of-march.csv")],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')));
    }

    /// <summary>With the program on PATH under its own name.</summary>
    private Dictionary<string, string?> Environment()
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "The program is put on PATH by an sh script.");
        var folder = Directory.CreateDirectory(_files.PathOf("bin")).FullName;
        var program = _files.Write("bin/cognito-unlink", $"#!/bin/sh\n[ \"$1\" = complete ] || echo \"$*\" >> '{Log}'\nexec {Cli.ShellCommand} \"$@\"\n");
        Assert.True(Tool.Works("chmod", "+x", program));
        return new(CleanEnvironment.Variables)
        {
            ["PATH"] = $"{folder}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = folder,
            ["DOTNET_CLI_HOME"] = folder,
            ["LC_ALL"] = "C.UTF-8",
            ["TERM"] = "xterm-256color",
        };
    }
}
