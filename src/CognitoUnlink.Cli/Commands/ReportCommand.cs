using System.CommandLine;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink report</c>: journals as a page for people.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("journal") { HelpName = FileValue.Name, Description = "The journals; several make one report.", Arity = ArgumentArity.OneOrMore };
        var target = new Option<string>("--out") { HelpName = FileValue.Name, Description = "The HTML file to write.", Required = true };
        var title = new Option<string?>("--title") { HelpName = "TITLE", Description = "The report's title." };
        var noClobber = new Option<bool>("--no-clobber") { Description = "Do not overwrite a file that is there." };
        var command = new HelpfulCommand("report", "Makes journals into one HTML page, which needs neither network nor AWS. Its path goes to stdout.")
        {
            Usage = "FILE... --out FILE [OPTIONS]",
            Examples =
            [
                new("A run as a page", "cognito-unlink report okta.jsonl --out okta.html --title 'Okta retired'"),
                new("The journals of several shards, machines or days, read as one", "cognito-unlink report okta-1.jsonl okta-2.jsonl --out okta.html"),
            ],
        };
        command.Add(files);
        command.Add("What to write", target, title, noClobber);
        command.Validators.Add(result =>
        {
            if (result.GetResult(files)?.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) == true)
            {
                result.AddError("The path of a journal is empty. Look at the variable that it comes from.");
            }
        });
        command.SetAction((arguments, cancellationToken) => Task.Run(
            () => Write(arguments.GetValue(files)!, arguments.GetValue(target)!, arguments.GetValue(title), arguments.GetValue(noClobber), cancellationToken),
            CancellationToken.None));
        return command;
    }

    private static int Write(string[] journals, string path, string? title, bool noClobber, CancellationToken cancellationToken)
    {
        try
        {
            var report = ReportFile.Write([.. journals.Select(journal => (journal, journal))], new ReportOptions(path, Advice.For, Advice.Undo) { Title = title, NoClobber = noClobber }, cancellationToken);
            foreach (var journal in report.Journals.Where(journal => journal.TornLine is not null))
            {
                Messages.Warn($"The last line of {journal.FileName} (line {journal.TornLine!.Number}) is not finished.");
            }

            Console.Out.WriteLine(Path.GetFullPath(path));
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
