using System.CommandLine;
using System.CommandLine.Invocation;

namespace CognitoUnlink.Cli.Help;

/// <summary>What <c>--help</c> does.</summary>
internal sealed class ShowHelp : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        HelpPage.OnStdout.Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }
}
