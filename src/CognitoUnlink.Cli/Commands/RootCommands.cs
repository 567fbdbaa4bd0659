using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Commands;

/// <summary>The program's commands.</summary>
internal static class RootCommands
{
    // An interrupted command ends by itself within two seconds. A busy machine gets more time, so that no results are lost.
    private static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(10);

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var color = ColorOption.Create();
        var root = new RootCommand("Unlinks external identities from Amazon Cognito users, safely.")
        {
            CheckCommand.Create(),
            ListCommand.Create(),
            UnlinkCommand.Create(),
            RelinkCommand.Create(),
            ClientCommand.CreateClose(),
            ClientCommand.CreateReopen(),
            FallbackCommand.Create(),
            CompareCommand.Create(),
            ReportCommand.Create(),
            ServeCommand.Create(),
            ProbeCommand.Create(),
            CompletionCommand.Create(),
            ManCommand.Create(),
            CompleteCommand.Create(),
        };
        ProgramOptions.AddTo(root, color);

        // Closing the terminal ends a run as Ctrl+C does. Under nohup the signal stays ignored.
        using var hangUp = new CancellationTokenSource();
        using var onHangUp = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            hangUp.Cancel();
        });

        var words = ProgramOptions.Words(arguments);
        var parsed = root.Parse(words, ProgramOptions.Parsing);
        Paint.Choice = parsed.RootCommandResult.Given(color);
        return UsageErrors.WriteSwallowed(parsed, words) is { } swallowed ? swallowed
            : parsed.Action is ParseErrorAction ? UsageErrors.Write(parsed)
            : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = s_longestStop }, hangUp.Token).ConfigureAwait(false);
    }
}
