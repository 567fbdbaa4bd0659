using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Running;

namespace CognitoUnlink.Retirement;

/// <summary>
/// A run that gives a password to reset to users who would have no way in without the providers to be removed, or rehearses it. Users are looked up in
/// listings, which is not billed; only those who are to get a password are first read by AdminGetUser.
/// </summary>
/// <param name="host">The host of the run.</param>
/// <param name="options">The run's options.</param>
/// <param name="journal">The journal; null for none.</param>
/// <param name="notify">The list of people to notify; null for none.</param>
/// <param name="stop">Stops the run.</param>
public sealed class FallbackRun(IRunHost<FallbackReport> host, RunOptions options, FallbackJournal? journal, NotifyFile? notify, CancellationToken stop)
    : ChangeRun<FallbackItem, FallbackReport>(host, options, RunTask.Fallback, journal, stop)
{
    private const string SetByEarlierRun =
        "An earlier run ended before the service answered, and the user has a password now. The run would read the user and record that the password was set.";

    private readonly HashSet<(string UserPoolId, string User)> _rehearsed = [];

    /// <summary>The users to whom earlier runs may have given a password; a rehearsal reads them, since it opens no journal.</summary>
    public OpenPasswords? OpenPasswords { get; init; } = journal?.OpenPasswords;

    /// <summary>Adds the user of a row.</summary>
    /// <param name="client">The client for its pool.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="row">What the row says.</param>
    /// <param name="filter">The providers to be removed; null for the one that the row names (<see cref="RowMeaning.CheckFilter"/>).</param>
    /// <param name="listed">The object that the row was read from, if it comes from a listing in this process.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.UsernameMissing"/>, <see cref="ErrorId.RowTooLong"/>.</exception>
    public void AddRow(PoolClient client, string userPoolId, RowMeaning row, ProviderFilter? filter, LinkedIdentity? listed = null)
    {
        if (row.Username is null)
        {
            throw new UnlinkException(ErrorId.UsernameMissing, "Nothing was sent: no user is named.");
        }

        RowLengthRule.Check(userPoolId, row.Username, row.Sub, row.ProviderName, null);
        if (row.ProviderName is { } provider && filter?.IsMatch(provider) == false)
        {
            ShowNothingToDo($"Left unchanged, because its provider was not specified: user '{row.Username}', {provider}.", isNamed: false);
            return;
        }

        Note(client, userPoolId, filter);
        var shown = listed?.User is { } user && user.Username == row.Username ? user : row.User;
        Take(new RunInput(SourceOf(client, userPoolId, null), new FallbackItem
        {
            UserPoolId = userPoolId,
            Username = row.Username,
            SeenOnSub = row.Sub,
            ProviderName = row.ProviderName,
            Filter = filter,
            Listed = shown is { ListedAt: not null, UserStatus: not null, HasVerifiedEmail: not null, HasVerifiedPhone: not null } ? shown : null,
        }));
    }

    private protected override string? NameToLookUp(RunInput input) => input.What is FallbackItem { Listed: null } item ? item.Username : null;

    private protected override bool NeedsLookup(FallbackItem item) => item.Listed is null || item.Settings is null;

    private protected override bool NeedsPreview(FallbackItem item) => false;

    private protected override async Task<FallbackItem> ReadAsync(UserReader users, FallbackItem item, CancellationToken cancellationToken)
    {
        var settings = await users.SettingsAsync(item.UserPoolId, cancellationToken).ConfigureAwait(false);
        FallbackRule.CheckPool(item.UserPoolId, settings);
        var listed = item.Listed ?? await FindUserAsync(users, item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
        return item with { Listed = listed, Settings = settings };
    }

    private protected override FallbackReport Preview(FallbackItem item)
    {
        NoteListing(item.Listed!.ListedAt);
        var report = FallbackRule.Judge(item, item.Listed, item.Settings!);
        if (Options.WhatIf && OpenPasswords?.Has(item.UserPoolId, item.Listed) == true && FallbackRule.HasPasswordToReset(item.Listed, item.Settings!))
        {
            report = new FallbackReport(report.Result with { Outcome = FallbackOutcome.WouldSetPassword, Reason = SetByEarlierRun }, null);
        }

        if (report.Result.Outcome == FallbackOutcome.WouldSetPassword && Options.WhatIf && !_rehearsed.Add((item.UserPoolId, item.Listed.Sub ?? item.Listed.Username)))
        {
            report = report with { Result = report.Result with { Outcome = FallbackOutcome.NotNeeded, Reason = "A password would be set for another of the user's identities." } };
        }

        return report with { Result = report.Result with { Timestamp = DateTime.UtcNow } };
    }

    private protected override Task<FallbackReport> ChangeAsync(UserReader users, FallbackItem item, CancellationToken cancellationToken) =>
        new FallbackChange(users, journal, notify).RunAsync(item, cancellationToken);

    private protected override string? WarningAtEnd() => OpenPasswords?.Warning(Options.UserPoolId);

    private protected override FallbackReport Failed(string userPoolId, string? username, FallbackItem? item, CognitoUnlinkException problem) => FallbackChange.Failed(
        (item?.ToResult() ?? new FallbackResult { UserPoolId = userPoolId, Username = username ?? string.Empty }) with { Timestamp = DateTime.UtcNow },
        problem);

    private protected override FallbackReport Abandoned(FallbackItem item) => FallbackChange.Unanswered(item);

    private protected override string Describe(FallbackItem item) => $"user '{item.Username}'";

    private protected override string PoolOf(FallbackItem item) => item.UserPoolId;

    private protected override string? NameOf(FallbackItem item) => item.Username;

    private protected override ProviderUser IdentityOf(FallbackItem item) => new(item.ProviderName ?? string.Empty, string.Empty, string.Empty);
}
