using System.Diagnostics;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli;

/// <summary>One run over a pool: reads, unlinks or rehearses, writes.</summary>
/// <param name="session">The pool.</param>
/// <param name="providers">Provider names with wildcards; all when empty.</param>
/// <param name="usernames">The users; all when empty.</param>
internal sealed class UnlinkRun(PoolSession session, string[] providers, string[] usernames)
{
    private readonly UnlinkCounts _counts = new();
    private readonly ProviderFilter _filter = new(providers);

    public required UnlinkOptions Options { get; init; }

    public required bool WhatIf { get; init; }

    public async Task<int> RunAsync(OutputFormat format, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var output = new UnlinkOutput(format);
        var interrupted = false;
        try
        {
            await UnlinkAllAsync(output, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            interrupted = true;
        }
        finally
        {
            output.End(_counts, session.Caller, WhatIf, watch.Elapsed);
        }

        Console.Error.WriteLine($"{(interrupted ? "Interrupted: " : string.Empty)}{_counts.Describe(session.Caller, WhatIf, watch.Elapsed)}");
        if (interrupted)
        {
            return ExitCode.Interrupted;
        }

        var unknown = await PoolRun.WriteUnknownProvidersAsync(session, _filter, cancellationToken).ConfigureAwait(false);
        return unknown ? ExitCode.Usage : _counts[UnlinkOutcome.Failed] > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private async Task UnlinkAllAsync(UnlinkOutput output, CancellationToken cancellationToken)
    {
        var unlinker = new Unlinker(session.Caller, Options);
        var rehearsal = new UnlinkRehearsal(session.Caller, Options);
        await foreach (var user in PoolRun.UsersAsync(new UserReader(session.Caller), session.UserPoolId, usernames, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in ItemsOf(user, output))
            {
                if (WhatIf)
                {
                    var judgement = await rehearsal.JudgeAsync(item, cancellationToken).ConfigureAwait(false);
                    Tell(output, judgement.Outcome, UnlinkRow.Of(item, judgement), judgement.Error);
                }
                else
                {
                    var report = await unlinker.UnlinkAsync(item, cancellationToken).ConfigureAwait(false);
                    Tell(output, report.Result.Outcome, UnlinkRow.Of(report), report.Error);
                }
            }
        }
    }

    private IEnumerable<UnlinkItem> ItemsOf(CognitoUser user, UnlinkOutput output)
    {
        try
        {
            return LinkedIdentities.Of(session.UserPoolId, user)
                .Where(identity => _filter.IsMatch(identity.ProviderName))
                .Select(identity => UnlinkItem.For(identity, user));
        }
        catch (UnlinkException problem)
        {
            var nothing = new UnlinkResult
            {
                UserPoolId = session.UserPoolId,
                Username = user.Username,
                ProviderName = string.Empty,
                ProviderAttributeName = string.Empty,
                ProviderAttributeValue = string.Empty,
                Outcome = UnlinkOutcome.Failed,
                Reason = problem.Message,
                Timestamp = DateTime.UtcNow,
            };
            Tell(output, UnlinkOutcome.Failed, UnlinkRow.Of(new UnlinkReport(nothing, problem)), problem);
            return [];
        }
    }

    private void Tell(UnlinkOutput output, UnlinkOutcome? outcome, UnlinkRow row, Exception? problem)
    {
        _counts.Count(outcome);
        output.Write(row);
        if (problem is CognitoException { DoomsEveryCall: true })
        {
            throw problem;
        }

        if (problem is not null)
        {
            Messages.Write(problem);
        }
    }
}
