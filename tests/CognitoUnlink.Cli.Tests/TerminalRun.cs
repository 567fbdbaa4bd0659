using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Runs the command line on a terminal.</summary>
internal static partial class TerminalRun
{
    private const string Script = "/usr/bin/script";

    /// <summary>Runs the program; stdout and stderr arrive as one text.</summary>
    public static Task<ToolResult> RunAsync(int columns, Dictionary<string, string?>? variables, params string[] arguments) =>
        RunCommandAsync(columns, variables, $"exec {string.Join(' ', Cli.Command.Concat(arguments).Select(Quoted))}");

    /// <summary>Runs a line of sh.</summary>
    public static Task<ToolResult> RunCommandAsync(int columns, Dictionary<string, string?>? variables, string command, string? input = null)
    {
        Skip.Unless(File.Exists(Script), "Needs script (util-linux) for a terminal.");
        var environment = new Dictionary<string, string?>(CleanEnvironment.Variables) { ["TERM"] = "xterm-256color", ["LC_ALL"] = "C.UTF-8" };
        foreach (var (name, value) in variables ?? [])
        {
            environment[name] = value;
        }

        return Tool.RunAsync(Script, ["-q", "-e", "-c", $"stty cols {columns} rows 50; {command}", "/dev/null"], environment, input);
    }

    /// <summary>Starts the program and lets the caller decide what is typed, and when.</summary>
    public static LiveTerminal Start(Dictionary<string, string?> variables, params string[] arguments)
    {
        Skip.Unless(File.Exists(Script), "Needs script (util-linux) for a terminal.");
        var start = new ProcessStartInfo(Script, ["-q", "-e", "-f", "-c", $"exec {string.Join(' ', Cli.Command.Concat(arguments).Select(Quoted))}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in CleanEnvironment.Variables.Concat(variables).Append(new("TERM", "xterm-256color")))
        {
            start.Environment[name] = value;
        }

        return new LiveTerminal(Process.Start(start)!);
    }

    /// <summary>The lines without colors and other sequences.</summary>
    public static string[] Lines(ToolResult run) =>
        [.. Sequence().Replace(run.Output, string.Empty).Split('\n').Select(line => line.TrimEnd('\r').Split('\r')[^1]).Where(line => line.Length > 0)];

    /// <summary>The number of cells that a text takes, by a coarser rule than the program's.</summary>
    public static int Cells(string text) => Invisible().Replace(Wide().Replace(text, "xx"), string.Empty).Length;

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\e[=>]")]
    private static partial Regex Sequence();

    [GeneratedRegex(@"\p{M}|\p{Cf}")]
    private static partial Regex Invisible();

    // An emoji is two chars already.
    [GeneratedRegex(@"[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]")]
    private static partial Regex Wide();
}

/// <summary>A program on a terminal, while it runs.</summary>
internal sealed class LiveTerminal(Process process) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _seen = new();

    /// <summary>Waits until the screen has shown a text.</summary>
    public async Task WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(s_patience);
        var buffer = new char[256];
        while (!_seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await process.StandardOutput.ReadAsync(buffer, limit.Token);
            Assert.True(count > 0, $"It ended without '{text}': {_seen}");
            _seen.Append(buffer, 0, count);
        }
    }

    /// <summary>Types a text.</summary>
    public async Task WriteAsync(string text)
    {
        await process.StandardInput.WriteAsync(text);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it ends.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
