// The first command of the README: builds the module, then plays first-run.ps1 in PowerShell. It needs the .NET SDK alone.
#:property PublishAot=false
#:property EnforceCodeStyleInBuild=false

using System.Diagnostics;

var stay = args is ["--stay"];
if (args.Length > 0 && !stay)
{
    Console.Error.WriteLine("Usage: dotnet run first-run.cs [-- --stay]\n--stay opens a PowerShell at the end, with the module and a filled user pool.");
    return 2;
}

var root = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var clock = Stopwatch.StartNew();
Console.Write("Building the module and restoring PowerShell ... ");
var steps = await Task.WhenAll(Quietly("tool", "restore"), Quietly("build", "src/CognitoUnlink", "-c", "Release", "-nologo", "-v", "quiet", "-tl:off"));
if (steps.FirstOrDefault(step => step.ExitCode != 0) is { Command: not null } failed)
{
    Console.WriteLine("failed");
    Console.Error.WriteLine($"'dotnet {failed.Command}' ended with exit code {failed.ExitCode}:\n{failed.Output}");
    return 1;
}

Console.WriteLine($"done in {clock.Elapsed.TotalSeconds:0} s");

// Ctrl+C is for PowerShell, which shares the terminal; this process waits for it.
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
string[] story = ["pwsh", "-NoLogo", "-NoProfile", .. stay ? ["-NoExit"] : Array.Empty<string>(), "-File", Path.Combine(root, "first-run.ps1"), .. stay ? ["-Stay"] : Array.Empty<string>()];
using var powershell = Process.Start(Dotnet(story))!;
await powershell.WaitForExitAsync();
return powershell.ExitCode;

async Task<(string Command, int ExitCode, string Output)> Quietly(params string[] arguments)
{
    var start = Dotnet(arguments);
    start.RedirectStandardOutput = start.RedirectStandardError = true;
    // A build server that outlives the build would keep the output open.
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
    start.Environment["UseSharedCompilation"] = "false";
    using var process = Process.Start(start)!;
    var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    await process.WaitForExitAsync();
    return (string.Join(' ', arguments), process.ExitCode, string.Concat(output));
}

ProcessStartInfo Dotnet(string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root };
    start.Environment["DOTNET_NOLOGO"] = "1";
    start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
    start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
    return start;
}
