using System.CommandLine;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Report;
using CognitoUnlink.Reporting;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink report</c>: journals as an HTML page.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("journal") { HelpName = FileValue.Name, Description = "The journals; several make one report.", Arity = ArgumentArity.ZeroOrMore };
        var check = new Option<string?>("--check") { HelpName = FileValue.Name, Description = "The output of 'check --output json', to add as a section. Works without a journal." };
        var compare = new Option<string?>("--compare") { HelpName = FileValue.Name, Description = "The output of 'compare --output json', to add as a section. Works without a journal." };
        var target = new Option<string?>("--out") { HelpName = FileValue.Name, Description = "The HTML file to write. Default: the name of the first journal with the extension html, in the current folder." };
        var title = new Option<string?>("--title") { HelpName = "TITLE", Description = "The report's title." };
        var noClobber = new Option<bool>("--no-clobber") { Description = "Do not overwrite an existing file." };
        var command = new HelpfulCommand("report", "Turns journals into one self-contained HTML page. Its path is written to stdout.")
        {
            Usage = "[FILE...] [OPTIONS]",
            Examples =
            [
                new("A run as a page", "cognito-unlink report okta.jsonl --out okta.html --title 'Okta retired'"),
                new("The journals of several shards, machines or days, read as one", "cognito-unlink report okta-1.jsonl okta-2.jsonl --out okta.html"),
                new("What would prevent Okta from being retired, for those who decide", "cognito-unlink report --check check.json --out readiness.html"),
            ],
        };
        command.Add(files);
        command.Add("What to write", check, compare, target, title, noClobber);
        command.Validators.Add(result =>
        {
            if (result.GetResult(files)?.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) == true)
            {
                result.AddError("The path of a journal is empty. Check the variable that it comes from.");
            }
            else if (result.GetResult(files) is not { Tokens.Count: > 0 } && result.GetValue(check) is null && result.GetValue(compare) is null)
            {
                result.AddError("Give the journal of a run, or --check or --compare with the JSON output of that command.");
            }
        });
        command.SetAction((arguments, cancellationToken) => Task.Run(
            () => Write(
                arguments.GetValue(files) ?? [],
                () => new ReportOptions(arguments.GetValue(target) ?? ReportOptions.DefaultName(arguments.GetValue(files)?.FirstOrDefault()), Advice.For, Advice.Undo)
                {
                    Title = arguments.GetValue(title),
                    NoClobber = arguments.GetValue(noClobber),
                    Check = FoundFile.Read<RetirementFinding>(arguments.GetValue(check), "check"),
                    Comparison = FoundFile.Read<ComparedIdentity>(arguments.GetValue(compare), "compare"),
                },
                cancellationToken),
            CancellationToken.None));
        return command;
    }

    private static int Write(string[] journals, Func<ReportOptions> read, CancellationToken cancellationToken)
    {
        try
        {
            var options = read();
            var report = ReportFile.Write([.. journals.Select(journal => (journal, journal))], options, cancellationToken);
            foreach (var journal in report.Journals.Where(journal => journal.TornLine is not null))
            {
                Messages.Warn(journal.TornLine!.Warning(journal.FileName));
            }

            Console.Out.WriteLine(Path.GetFullPath(options.Path));
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Interrupted: no report was written.");
            return ExitCode.Interrupted;
        }
        catch (UnlinkException problem)
        {
            Messages.Write(problem);
            return ExitCode.NothingStarted;
        }
    }
}
