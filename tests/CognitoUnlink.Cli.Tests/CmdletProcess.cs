using System.Diagnostics;
using System.Text.Json.Nodes;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>A PowerShell process with the built module, which carries out steps from tests/parity/runs.json.</summary>
public sealed class CmdletProcess : IDisposable
{
    private const string Mark = "@@";

    private readonly Process _process;
    private readonly Task<string> _error;

    public CmdletProcess()
    {
        var start = new ProcessStartInfo(
            PowerShellEngine.Program,
            PowerShellEngine.Arguments("-NoProfile", "-NonInteractive", "-File", Repository.PathOf("tests", "parity", "Invoke-Step.ps1"), Repository.PathOf("out", "CognitoUnlink")))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in PowerShellEngine.Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Carries out a step.</summary>
    public async Task<JsonNode> RunAsync(JsonNode step)
    {
        await _process.StandardInput.WriteLineAsync(step.ToJsonString());
        await _process.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                return JsonNode.Parse(line[Mark.Length..])!;
            }
        }

        throw new InvalidOperationException($"The PowerShell process ended: {await _error}");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
