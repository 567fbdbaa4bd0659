using System.Diagnostics;
using System.Globalization;
using CognitoUnlink.Journaling;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Journaling;

/// <summary>A PowerShell that has a journal open as <c>$writer</c>. On a line of input it runs the given script.</summary>
internal sealed class AnotherProcess : IDisposable
{
    public const string IsMissing = "pwsh is not on PATH.";

    private static readonly Lazy<bool> s_isThere = new(() => Tool.Works("pwsh", "-NoProfile", "-Command", "exit"));

    private readonly Process _process;

    private AnotherProcess(Process process) => _process = process;

    public static bool IsThere => s_isThere.Value;

    public int Id => _process.Id;

    public static async Task<AnotherProcess> OpenAsync(string path, string script = "")
    {
        string[] powerShell = ["-NoProfile", "-NonInteractive", "-Command", $"""
            Add-Type -Path '{typeof(JournalWriter).Assembly.Location}'
            $writer = [CognitoUnlink.Journaling.JournalWriter]::Open('{path}')
            'open'
            $null = [Console]::In.ReadLine()
            {script}
            """];
        // Without the signal, a file beyond the limit is an error like a full disk.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("pwsh", powerShell)
            : new ProcessStartInfo("sh", ["-c", "trap '' XFSZ; exec pwsh \"$@\"", "sh", .. powerShell]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var another = new AnotherProcess(Process.Start(start)!);
        Assert.Equal("open", await another._process.StandardOutput.ReadLineAsync());
        return another;
    }

    public Task LimitFilesAsync(string bytes) =>
        Tool.RunAsync("prlimit", ["--pid", Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:"]);

    /// <summary>Lets it go on until it has written the line, or to its end.</summary>
    /// <returns>The lines before.</returns>
    public async Task<List<string>> RunUntilAsync(string? line)
    {
        List<string> lines = [];
        await _process.StandardInput.WriteLineAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } written && written != line)
        {
            lines.Add(written);
        }

        return lines;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
