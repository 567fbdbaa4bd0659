using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using CognitoUnlink.Cli;
using CognitoUnlink.Cli.Commands;

// Usernames and subjects are taken verbatim from this output, whatever the console's code page.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var root = new RootCommand("Takes external sign-ins away from Amazon Cognito users, safely.")
{
    ListCommand.Create(),
    UnlinkCommand.Create(),
    ServeCommand.Create(),
};

var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync().ConfigureAwait(false);
return parsed.Action is ParseErrorAction ? ExitCode.Usage : exitCode;
