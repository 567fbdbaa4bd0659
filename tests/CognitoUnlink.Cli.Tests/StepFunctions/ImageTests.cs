using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>The image without a container engine: its root folder, built by following the Containerfile.</summary>
public sealed class ImageTests : IDisposable
{
    private const string BusyBox = "/usr/bin/busybox";

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_root_folder_of_the_image_has_everything_that_a_task_runs()
    {
        Skip.Unless(!OperatingSystem.IsWindows() && Tool.Works("sh", "-c", "true"), "Needs sh.");
        var (root, entryPoint) = await BuildAsync();
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 40 });
        var task = new TaskContainer(_files, hasCommandLine: false);
        task.Put("plans/plan.csv", (await Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv")).Output);
        var variables = TaskContainer.Variables(server.UserPool);
        variables["PATH"] = $"{Path.Combine(root, "usr", "local", "bin")}:{_files.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}";

        var run = await task.Start(variables, entryPoint).EndAsync();

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains(new JournalReader(task.Journal(server.UserPool.UserPoolId, "1/1")).Read(), record => record.Event == JournalEvent.Unlinked);
        Assert.True(File.Exists(Path.Combine(root, "bootstrap.sh")));
    }

    /// <summary>Follows the Containerfile, and refuses instructions that it does not know.</summary>
    private async Task<(string Root, string EntryPoint)> BuildAsync()
    {
        var (root, published, stage, entryPoint) = (_files.PathOf("root"), _files.PathOf("published"), 0, string.Empty);
        foreach (var line in File.ReadLines(Repository.PathOf("samples", "step-functions", "Containerfile")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            switch (line.Split(' '))
            {
                case ["FROM", ..]:
                    stage++;
                    break;
                case ["WORKDIR", "/source"] or ["COPY", ".", "."] when stage == 1:
                    break;
                case ["RUN", "dotnet", "publish", var project, "-c", "Release", "-p:UseAppHost=false", "-o", "/app"] when stage == 1:
                    var built = await Tool.RunAsync("dotnet", ["publish", project, "-c", Cli.Configuration, "--no-build", "-p:UseAppHost=false", "-o", published]);
                    Assert.True(built.ExitCode == 0, built.ToString());
                    break;
                case ["COPY", "--from=build", "/app", "/app"] when stage == 2:
                    Directory.CreateDirectory(root);
                    Directory.Move(published, Path.Combine(root, "app"));
                    break;
                case ["COPY", "--chmod=755", var from, var to] when stage == 2:
                    var path = Path.Combine(root, to[1..]);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);

                    // The script cannot get another root folder here, so its paths are changed. BusyBox, Alpine's shell, is used if it is installed.
                    var script = File.ReadAllText(Repository.PathOf(from.Split('/'))).Replace(" /app/", $" {root}/app/", StringComparison.Ordinal);
                    File.WriteAllText(path, File.Exists(BusyBox) ? script.Replace("#!/bin/sh", $"#!{BusyBox} sh", StringComparison.Ordinal) : script);
                    SetExecutable(path);
                    break;
                case ["RUN", "apk", "add", "--no-cache", .. var packages] when stage == 2:
                    Assert.Equal(["aws-cli", "curl", "jq"], packages);
                    break;
                case ["USER", "65534:65534"]:
                    break;
                case ["ENTRYPOINT", var words]:
                    entryPoint = Path.Combine(root, words[3..^2]);
                    break;
                default:
                    throw new NotSupportedException($"This test does not know: {line}");
            }
        }

        return (root, entryPoint);
    }

    private static void SetExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
