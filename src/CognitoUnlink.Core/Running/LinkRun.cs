using System.Collections.Concurrent;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Running;

/// <summary>A run that links identities again, or rehearses it.</summary>
/// <param name="host">Shows and asks.</param>
/// <param name="options">How the run works.</param>
/// <param name="journal">The journal; null for none.</param>
/// <param name="stop">Stops the run.</param>
public sealed class LinkRun(IRunHost<LinkReport> host, RunOptions options, LinkJournal? journal, CancellationToken stop)
    : ChangeRun<LinkItem, LinkReport>(host, options, RunTask.Link, journal, stop)
{
    private readonly ConcurrentDictionary<ServiceCaller, Linker> _linkers = [];

    // A prompt shows the item as it was asked for: the read before a link settles it.
    private protected override bool NeedsPreview(LinkItem item) => Options.WhatIf;

    private protected override async Task<LinkItem> ReadAsync(UserReader users, LinkItem item, CancellationToken cancellationToken)
    {
        try
        {
            var user = await FindUserAsync(users, item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
            return item with { User = user, Username = user.Username };
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound)
        {
            return item with { IsUserGone = true };
        }
    }

    private protected override LinkReport Preview(LinkItem item)
    {
        NoteListing(item.User?.ListedAt);
        var report = Linker.Preview(item);
        return report with { Result = report.Result with { Reason = Sentences(report.Result.Reason, item.User is { } user ? item.Said?.StatusSince(user) : null) } };
    }

    private protected override Task<LinkReport> ChangeAsync(UserReader users, LinkItem item, CancellationToken cancellationToken) =>
        _linkers.GetOrAdd(users.Caller, _ => new Linker(users, journal)).LinkAsync(item, cancellationToken);

    private protected override LinkReport Failed(string userPoolId, string? username, LinkItem? item, CognitoUnlinkException problem)
    {
        var result = item?.ToResult() ?? new LinkResult
        {
            UserPoolId = userPoolId,
            Username = username ?? string.Empty,
            ProviderName = string.Empty,
            ProviderAttributeName = string.Empty,
            ProviderAttributeValue = string.Empty,
        };
        return new LinkReport(result with { Outcome = LinkOutcome.Failed, Reason = problem.Message, Timestamp = DateTime.UtcNow }, problem);
    }

    private protected override LinkReport Abandoned(LinkItem item) => Linker.Unanswered(item);

    private protected override string Describe(LinkItem item) => item.Describe();

    private protected override string PoolOf(LinkItem item) => item.UserPoolId;

    private protected override string NameOf(LinkItem item) => item.Username;

    private protected override string ProviderOf(LinkItem item) => item.Source.ProviderName;
}
