using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using CognitoUnlink.Cli;
using CognitoUnlink.Cli.Commands;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;

Console.SetOut(StandardOutput.Text);
Console.SetError(StandardOutput.Messages);

// An interrupted command ends by itself within two seconds. A busy machine gets more time, so that no results are lost.
var longestStop = TimeSpan.FromSeconds(10);

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

var words = ProgramOptions.Words(args);
var parsed = root.Parse(words, ProgramOptions.Parsing);
Paint.Choice = parsed.RootCommandResult.Given(color);
try
{
    return UsageErrors.WriteSwallowed(parsed, words) is { } swallowed ? swallowed
        : parsed.Action is ParseErrorAction ? UsageErrors.Write(parsed)
        : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = longestStop }, hangUp.Token).ConfigureAwait(false);
}
catch (IOException problem) when (StandardOutput.IsClosed(problem))
{
    return ExitCode.ReaderGone;
}
catch (IOException problem)
{
    Messages.WriteStopped(problem);
    return ExitCode.SomeFailed;
}
