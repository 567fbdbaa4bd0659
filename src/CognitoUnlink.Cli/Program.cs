using System.CommandLine;
using System.CommandLine.Invocation;
using CognitoUnlink.Cli;
using CognitoUnlink.Cli.Commands;

var root = new RootCommand("Takes external sign-ins away from Amazon Cognito users, safely.")
{
    ListCommand.Create(),
    UnlinkCommand.Create(),
    ServeCommand.Create(),
};

var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync().ConfigureAwait(false);
return parsed.Action is ParseErrorAction ? ExitCode.Usage : exitCode;
