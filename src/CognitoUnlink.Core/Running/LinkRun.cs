using System.Collections.Concurrent;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Running;

/// <summary>A run that links identities again, or rehearses it.</summary>
/// <param name="host">The host of the run.</param>
/// <param name="options">The run's options.</param>
/// <param name="journal">The journal; null for none.</param>
/// <param name="stop">Stops the run.</param>
public sealed class LinkRun(IRunHost<LinkReport> host, RunOptions options, LinkJournal? journal, CancellationToken stop)
    : ChangeRun<LinkItem, LinkReport>(host, options, RunTask.Link, journal, stop)
{
    private readonly ConcurrentDictionary<ServiceCaller, Linker> _linkers = [];
    private readonly OnceByKey<UnlinkException?> _places = new();
    private readonly ConcurrentQueue<string> _warnings = new();

    private protected override IEnumerable<string> TakeWarnings()
    {
        while (_warnings.TryDequeue(out var warning))
        {
            yield return warning;
        }
    }

    // To check whether the item's journal was made here.
    private protected override bool NeedsLookup(LinkItem item) => item.Journal is not null;

    private protected override bool NeedsPreview(LinkItem item) => true;

    private protected override string? NameToLookUp(RunInput input) => Options.WhatIf && input.What is LinkItem item ? item.Username : null;

    private protected override async Task<LinkItem> ReadAsync(UserReader users, LinkItem item, CancellationToken cancellationToken)
    {
        await CheckPlaceAsync(users, item, cancellationToken).ConfigureAwait(false);
        if (!Options.WhatIf)
        {
            // A prompt shows the item as given: the read before a link settles it.
            return item;
        }

        try
        {
            var user = await FindByNameAsync(users, item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
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

    // A refusal, or the user's answer, applies to all items of a journal.
    private async Task CheckPlaceAsync(UserReader users, LinkItem item, CancellationToken cancellationToken)
    {
        if (item.Journal is not { } journal)
        {
            return;
        }

        var now = await users.PlaceAsync(cancellationToken).ConfigureAwait(false);
        var refusal = await _places.GetAsync($"{item.UserPoolId} {now} {item.Made} {journal}", async () =>
        {
            try
            {
                if (await PlaceCheck.CheckAsync(journal, item.UserPoolId, item.Made is null ? [] : [item.Made], now, Options.WhatIf ? null : Options.ConfirmPlace).ConfigureAwait(false) is { } warning)
                {
                    _warnings.Enqueue(warning);
                }

                return null;
            }
            catch (UnlinkException problem)
            {
                return problem;
            }
        }, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            throw refusal;
        }
    }

    private protected override string Describe(LinkItem item) => item.Describe();

    private protected override string PoolOf(LinkItem item) => item.UserPoolId;

    private protected override string NameOf(LinkItem item) => item.Username;

    private protected override ProviderUser IdentityOf(LinkItem item) => item.Source;
}
