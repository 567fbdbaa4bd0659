using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>The commands in the README and the docs that use a pool inside the process, run by a shell exactly as written.</summary>
public partial class DocumentationTests
{
    private const string InRepository = "dotnet run -c Release --project src/CognitoUnlink.Cli --";

    public static TheoryData<string, string> Commands
    {
        get
        {
            var commands = new TheoryData<string, string>();
            foreach (var path in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "mistakes.md").Append(Repository.PathOf("README.md")).Order())
            {
                var lines = ShellBlock().Matches(File.ReadAllText(path).ReplaceLineEndings("\n"))
                    .SelectMany(block => block.Groups[1].Value.Replace("\\\n", " ").Split('\n'))
                    .Select(line => line.Replace(InRepository, "cognito-unlink"))
                    .Where(line => line.StartsWith("cognito-unlink ", StringComparison.Ordinal) && line.Contains("--local", StringComparison.Ordinal));
                foreach (var line in lines)
                {
                    commands.Add(Path.GetRelativePath(Repository.Root, path), line);
                }
            }

            return commands;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Each_documented_local_command_runs(string page, string command)
    {
        Skip.Unless(Tool.Works("sh", "-c", "true"), "sh is not on PATH.");
        var folder = Directory.CreateTempSubdirectory("cognito-unlink-");
        try
        {
            var run = await Tool.RunAsync(
                "sh",
                ["-c", $"cd '{folder.FullName}' || exit; cognito_unlink() {{ {Cli.ShellCommand} \"$@\"; }}\n{command.Replace("cognito-unlink ", "cognito_unlink ", StringComparison.Ordinal)}"],
                CleanEnvironment.Variables);
            Assert.True(run.ExitCode is 0 or 5, $"{page}: {command}\n{run}");
            var written = folder.EnumerateFiles().Sum(file => file.Length);
            Assert.True(run.Output.Length + run.Error.Length + written > 0, $"{page}: {command}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_README_and_the_about_page_contain_local_commands()
    {
        var pages = Commands.Select(row => row.Data.Item1.Replace('\\', '/')).ToList();
        Assert.Contains("README.md", pages);
        Assert.True(pages.Count(page => page == "docs/about/about_CognitoUnlink.md") >= 3);
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
