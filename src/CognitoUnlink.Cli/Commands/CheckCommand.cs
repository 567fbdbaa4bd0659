using System.CommandLine;
using System.Globalization;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Cli.Running;
using CognitoUnlink.Errors;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink check</c>: what stands in the way of retiring a provider.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var pool = new PoolOptions(QuotaCategory.UserList);
        var provider = new Option<string>("--provider") { HelpName = "NAME", Description = "The provider to retire; case-sensitive.", Required = true };
        var detailed = new Option<bool>("--detailed") { Description = "List everyone that a finding affects, not just a few." };
        var parallel = ParallelOption.Create();
        var output = OutputOption.Create();
        var command = new HelpfulCommand("check", "Shows what would prevent a provider from being retired. Nothing is changed, and nothing is billed. Exit code 0: no blockers; 1: blockers; 3: something could not be checked.")
        {
            Usage = "(--user-pool-id ID | --local) --provider NAME [OPTIONS]",
            Examples =
            [
                new("A generated pool, without an AWS account", "cognito-unlink check --local --provider Okta"),
                new("Before you retire Okta", "cognito-unlink check --user-pool-id eu-west-1_AbCdEfGhI --provider Okta"),
                new("Everyone affected, piped to another program", "cognito-unlink check --local --provider Okta --detailed --output json | jq '.items[]'"),
            ],
        };
        pool.AddTo(command);
        command.Add("What to check", provider, detailed);
        command.Add("Output and pace", output, parallel, pool.RequestsPerSecond);
        command.SetAction((arguments, cancellationToken) => PoolRun.RunAsync(pool, arguments, async session =>
        {
            var assessment = new RetirementAssessment(
                session.ClientFor(session.UserPoolId), session.UserPoolId, arguments.GetValue(provider)!, arguments.GetValue(detailed), arguments.GetValue(parallel));
            var started = TimeProvider.System.GetTimestamp();
            try
            {
                await PoolProgress.OfUsers(session, [], cancellationToken).WhileAsync(assessment.ReadAsync(cancellationToken), () => assessment.Users).ConfigureAwait(false);
            }
            catch (UnlinkException problem) when (problem.ErrorId is ErrorId.ProviderNotFound or ErrorId.NativeNotAsked)
            {
                Messages.Write(problem);
                return ExitCode.Usage;
            }

            Write(arguments.GetValue(output), assessment, session, started);
            Messages.End(assessment.Describe());
            return !assessment.IsComplete ? ExitCode.NothingStarted : assessment.Count(FindingSeverity.Blocker) > 0 ? ExitCode.SomeFailed : ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static void Write(OutputFormat format, RetirementAssessment assessment, PoolSession session, long started) => ReadingOutput.Write(
        format,
        assessment.Findings,
        FindingRow.Of,
        () =>
        {
            foreach (var finding in assessment.Findings)
            {
                FindingText.Write(finding);
            }
        },
        () =>
        [
            ("blockers", assessment.Count(FindingSeverity.Blocker)),
            ("warnings", assessment.Count(FindingSeverity.Warning)),
            ("information", assessment.Count(FindingSeverity.Information)),
            ("users", assessment.Users),
        ],
        () => assessment.IsComplete,
        session,
        started);

    /// <summary>A finding as a row, with its examples joined in one text.</summary>
    private sealed record FindingRow(string UserPoolId, string ProviderName, RetirementCheck Check, FindingSeverity Severity, long Count, string Message, string Recommendation, string Examples)
    {
        public static FindingRow Of(RetirementFinding finding) => new(
            finding.UserPoolId, finding.ProviderName, finding.Check, finding.Severity, finding.Count, finding.Message, finding.Recommendation, string.Join("; ", finding.Examples));
    }
}

/// <summary>Writes a finding as text: one line that says what it is, and the explanation below.</summary>
internal static class FindingText
{
    private const string Indent = "  ";

    public static void Write(RetirementFinding finding)
    {
        var color = finding.Severity switch
        {
            FindingSeverity.Blocker => Color.Red,
            FindingSeverity.Warning => Color.Yellow,
            _ => Color.Dim,
        };
        Console.Out.WriteLine($"{Paint.Out(color, finding.Severity.ToString().PadRight(12))}{Paint.Out(Color.Bold, finding.Check.ToString().PadRight(32))}{finding.Count.ToString("N0", CultureInfo.InvariantCulture)}");
        foreach (var line in finding.ToLines(Console.IsOutputRedirected ? int.MaxValue : Screen.TextWidth(isRedirected: false) - Indent.Length))
        {
            Console.Out.WriteLine($"{Indent}{line}");
        }

        Console.Out.WriteLine();
    }
}
