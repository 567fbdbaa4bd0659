using System.Reflection;
using CognitoUnlink.Cli;
using CognitoUnlink.Cli.Commands;
using CognitoUnlink.Cli.Output;

Console.SetOut(StandardOutput.Text);
Console.SetError(StandardOutput.Messages);
try
{
    // The version needs no commands, and without them a start takes half the time.
    if (args is ["--version"] or ["version"])
    {
        Console.Out.WriteLine(Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
        return ExitCode.Done;
    }

    return await RootCommands.RunAsync(args).ConfigureAwait(false);
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
