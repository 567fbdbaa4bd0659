using System.CommandLine;
using System.CommandLine.Invocation;
using CognitoUnlink.Cli;
using CognitoUnlink.Cli.Commands;
using CognitoUnlink.Cli.Output;

Console.SetOut(StandardOutput.Text);

var root = new RootCommand("Takes external sign-ins away from Amazon Cognito users, safely.")
{
    ListCommand.Create(),
    UnlinkCommand.Create(),
    RelinkCommand.Create(),
    ReportCommand.Create(),
    ServeCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction wrong)
{
    wrong.ShowHelp = false;
    await parsed.InvokeAsync().ConfigureAwait(false);
    await Console.Error.WriteLineAsync($"cognito-unlink {parsed.CommandResult.Command.Name} --help shows what there is.").ConfigureAwait(false);
    return ExitCode.Usage;
}

return await parsed.InvokeAsync().ConfigureAwait(false);
