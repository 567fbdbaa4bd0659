using System.Diagnostics;
using System.Globalization;
using CognitoUnlink.Journaling;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Journaling;

/// <summary>A PowerShell process that has a journal open as <c>$writer</c>. After a line of input, it runs the given script.</summary>
internal sealed class AnotherProcess : IDisposable
{
    private readonly Process _started;
    private readonly Process _engine;

    private AnotherProcess(Process started, Process engine)
    {
        _started = started;
        _engine = engine;
    }

    /// <summary>The process as the journal's error names it.</summary>
    public string Name => $"process {_engine.Id} ({_engine.ProcessName})";

    public static async Task<AnotherProcess> OpenAsync(string path, string script = "")
    {
        string[] powerShell = ["-NoProfile", "-NonInteractive", "-Command", $"""
            Add-Type -Path '{typeof(JournalWriter).Assembly.Location}'
            $writer = [CognitoUnlink.Journaling.JournalWriter]::Open('{path}')
            $PID
            $null = [Console]::In.ReadLine()
            {script}
            """];
        // Without the signal, a file beyond the limit is an error like a full disk.
        var arguments = PowerShellEngine.Arguments(powerShell);
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(PowerShellEngine.Program, arguments)
            : new ProcessStartInfo("sh", ["-c", "trap '' XFSZ; exec \"$@\"", "sh", PowerShellEngine.Program, .. arguments]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var started = Process.Start(start)!;
        // A pwsh may start the engine as another process, so the engine itself has to say which one it is.
        var id = await started.StandardOutput.ReadLineAsync();
        return new AnotherProcess(started, Process.GetProcessById(int.Parse(id!, CultureInfo.InvariantCulture)));
    }

    public Task LimitFilesAsync(string bytes) =>
        Tool.RunAsync("prlimit", ["--pid", _engine.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:"]);

    /// <summary>Lets it continue until it writes the line, or to its end.</summary>
    /// <returns>The lines before that one.</returns>
    public async Task<List<string>> RunUntilAsync(string? line)
    {
        List<string> lines = [];
        await _started.StandardInput.WriteLineAsync();
        while (await _started.StandardOutput.ReadLineAsync() is { } written && written != line)
        {
            lines.Add(written);
        }

        return lines;
    }

    public async Task KillAsync()
    {
        _engine.Kill();
        await _started.WaitForExitAsync();
    }

    public void Dispose()
    {
        _started.Kill(entireProcessTree: true);
        _started.Dispose();
        _engine.Dispose();
    }
}
