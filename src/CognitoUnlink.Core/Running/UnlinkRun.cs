using System.Collections.Concurrent;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Texts;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Running;

/// <summary>A run that unlinks identities, or rehearses it.</summary>
/// <param name="host">The host of the run.</param>
/// <param name="options">The run's options.</param>
/// <param name="unlinking">How to unlink.</param>
/// <param name="journal">The journal; null for none.</param>
/// <param name="stop">Stops the run.</param>
public sealed class UnlinkRun(IRunHost<UnlinkReport> host, RunOptions options, UnlinkOptions unlinking, UnlinkJournal? journal, CancellationToken stop)
    : ChangeRun<UnlinkItem, UnlinkReport>(host, options, RunTask.Unlink, journal, stop)
{
    private readonly ConcurrentDictionary<ServiceCaller, Unlinker> _unlinkers = [];
    private readonly UnlinkRehearsal _rehearsal = new(unlinking);
    private readonly Twins _twins = new();
    private bool _isWarnedOfGuards;
    private bool _isWarnedOfEmptiness;

    /// <summary>Adds what a row specifies: an identity, or those of its user that the row and a filter select.</summary>
    /// <param name="client">The client for its pool.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="row">What the row says.</param>
    /// <param name="filter">Selects identities by provider; null if not specified, which is enough for a row that names one (<see cref="RowMeaning.CheckFilter"/>).</param>
    /// <param name="isNamed">Whether somebody typed the user's name, so that it matters when there is nothing to unlink.</param>
    /// <param name="listed">The object that the row was read from, if it comes from a listing in this process.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.NativeNotAsked"/>, <see cref="ErrorId.RowTooLong"/>.</exception>
    public void AddRow(PoolClient client, string userPoolId, RowMeaning row, ProviderFilter? filter, bool isNamed = false, LinkedIdentity? listed = null)
    {
        if (row.Identity is not null)
        {
            if (listed?.User is { } shown && shown.Username == row.Username)
            {
                row = row with { User = shown };
            }

            AddIdentity(client, row.ToUnlinkItem(userPoolId), filter);
            return;
        }

        RowLengthRule.Check(userPoolId, row.Username, row.Sub, row.ProviderName, row.User?.Identities);
        Note(client, userPoolId, filter);

        if (row.User is { Identities: "" } && !_isWarnedOfEmptiness)
        {
            _isWarnedOfEmptiness = true;
            Warn($"In the row of user '{row.Username}', 'identities' is empty, so there is nothing to unlink for this user. Other rows like it are not mentioned.");
        }

        // Identities that cannot be read are reported where the row is known.
        if (row is { User: { } user, ProviderName: not null })
        {
            row.Means(user, filter);
        }

        Take(new RunInput(SourceOf(client, userPoolId, filter, isNamed), row));
    }

    /// <summary>Adds an identity that was named by provider and subject rather than read from its user.</summary>
    /// <param name="client">The client for its pool.</param>
    /// <param name="item">The identity.</param>
    /// <param name="filter">Selects identities by provider; null for all.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.NativeNotAsked"/>, <see cref="ErrorId.RowTooLong"/>.</exception>
    public void AddIdentity(PoolClient client, UnlinkItem item, ProviderFilter? filter = null)
    {
        if (item.IsNative)
        {
            throw GivenIdentityRule.NativeNotAsked();
        }

        if (item.Username is null && !_isWarnedOfGuards)
        {
            _isWarnedOfGuards = true;
            Warn("No username was given, so nothing can be checked: whichever user has the identity loses it, even if it is their only way to sign in.");
        }

        Add(client, item with { Settings = item.Settings ?? client.SettingsOf(item.UserPoolId) }, filter);
    }

    private protected override string? NameToLookUp(RunInput input) =>
        !Options.WhatIf ? null : input.What switch
        {
            UnlinkItem item when !IsJudgeable(item.ListedUser) => item.Username,
            RowMeaning row when row.User?.ListedAt is null => row.Username,
            _ => null,
        };

    private protected override void Work(RunInput input)
    {
        if (input is { What: RowMeaning row, Source: { } source })
        {
            Work(source, row);
        }
        else
        {
            base.Work(input);
        }
    }

    private protected override bool NeedsLookup(UnlinkItem item) => item.Username is null;

    private protected override bool NeedsPreview(UnlinkItem item) => item.Username is not null && (!IsJudgeable(item.ListedUser) || item.Settings is null);

    private protected override async Task<UnlinkItem> ReadAsync(UserReader users, UnlinkItem item, CancellationToken cancellationToken)
    {
        if (item.Username is null)
        {
            await new GivenIdentityRule(users).CheckAsync(item, cancellationToken).ConfigureAwait(false);
            return item;
        }

        var user = IsJudgeable(item.ListedUser) ? item.ListedUser! : await ReadUserAsync(users, item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
        return item.Of(user) with { ListedUser = user, Settings = await users.SettingsAsync(item.UserPoolId, cancellationToken).ConfigureAwait(false) };
    }

    private protected override Task<UnlinkItem>? StartPreview(PoolClient client, UnlinkItem item, CancellationToken cancellationToken)
    {
        try
        {
            return _rehearsal.NeedsFactors(item) ? ReadFactorsAsync() : null;
        }
        catch (UnlinkException)
        {
            // The preview will meet the same problem.
            return null;
        }

        async Task<UnlinkItem> ReadFactorsAsync()
        {
            var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return item with { HasOtherFactor = await users.HasOtherFactorAsync(item.UserPoolId, item.ListedUser!.Username, cancellationToken).ConfigureAwait(false) };
        }
    }

    private protected override UnlinkReport Preview(UnlinkItem item)
    {
        NoteListing(item.ListedUser?.ListedAt);
        var judgement = _rehearsal.Judge(item);
        var result = judgement.ResultOf(item) with { Timestamp = DateTime.UtcNow, SignedOut = null };
        result = result with { Outcome = judgement.Outcome ?? UnlinkOutcome.WouldUnlink, Reason = Sentences(judgement.Reason, item.ListedUser is { } user ? Since(item, user, judgement) : null) };
        if (Options.WhatIf && (judgement.IsOwnIdentity || result.Outcome == UnlinkOutcome.WouldUnlink)
            && _twins.Add(item.UserPoolId, item.Target.ProviderName, item.Target.ProviderAttributeValue, judgement.IsOwnIdentity))
        {
            NoteUncertainUndo();
            result = judgement.IsOwnIdentity ? result : result with { Reason = Sentences(result.Reason, "Undo is uncertain: the identity also exists as a federated user of its own.") };
        }

        return new UnlinkReport(result, judgement.Error);
    }

    private protected override void Keep(UnlinkItem item) => _rehearsal.Keep(item);

    private protected override Task<UnlinkReport> ChangeAsync(UserReader users, UnlinkItem item, CancellationToken cancellationToken) =>
        _unlinkers.GetOrAdd(users.Caller, _ => new Unlinker(users, unlinking, journal)).UnlinkAsync(item, cancellationToken);

    private protected override UnlinkReport Failed(string userPoolId, string? username, UnlinkItem? item, CognitoUnlinkException problem)
    {
        var result = item?.ToResult() ?? new UnlinkResult
        {
            UserPoolId = userPoolId,
            Username = username,
            ProviderName = string.Empty,
            ProviderAttributeName = string.Empty,
            ProviderAttributeValue = string.Empty,
        };
        return new UnlinkReport(result with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Timestamp = DateTime.UtcNow }, problem);
    }

    private protected override UnlinkReport Abandoned(UnlinkItem item) => Unlinker.Unanswered(item);

    private protected override string Describe(UnlinkItem item) => item.Describe();

    private protected override string PoolOf(UnlinkItem item) => item.UserPoolId;

    private protected override string? NameOf(UnlinkItem item) => item.Username;

    private protected override ProviderUser IdentityOf(UnlinkItem item) => item.Target;

    private static bool IsJudgeable(CognitoUser? user) => user is { UserStatus: not null, HasVerifiedEmail: not null, HasVerifiedPhone: not null };

    // A rehearsal must not make anybody active for the month; a prompt is followed by the read that the change needs anyway.
    private Task<CognitoUser> ReadUserAsync(UserReader users, string userPoolId, string username, CancellationToken cancellationToken) =>
        Options.WhatIf ? FindByNameAsync(users, userPoolId, username, cancellationToken) : users.GetUserAsync(userPoolId, username, cancellationToken);

    private void Work(InputSource source, RowMeaning row)
    {
        var (client, userPoolId, filter, isNamed) = source;
        var previews = Options.WhatIf || Options.Confirm;
        if (row.User is { } user && (row.ProviderName is null || row.Means(user, filter)))
        {
            // Without a status, it is not known which sign-in remains, and a prompt needs the verified addresses too.
            if (Options.WhatIf ? user.ListedAt is null : Options.Confirm && !IsJudgeable(user))
            {
                Compare(source, row, user);
                return;
            }

            if (!previews || client.SettingsOf(userPoolId) is not null)
            {
                AfterLookups(() => Expand(client, userPoolId, row, user, filter, names: null, isNamed: false));
                return;
            }
        }

        LookUp(userPoolId, row.Username, null, async cancellationToken =>
        {
            var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var found = row.User ?? await ReadUserAsync(users, userPoolId, row.Username!, cancellationToken).ConfigureAwait(false);
            var names = (isNamed || row.ProviderName is not null) && !row.Means(found, filter)
                ? await users.ProviderNamesAsync(userPoolId, cancellationToken).ConfigureAwait(false)
                : null;
            await (previews ? users.SettingsAsync(userPoolId, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
            return () => Expand(client, userPoolId, row, found, filter, names, isNamed);
        });
    }

    // The row says which identities are meant; the pool as it is now shows what would happen to them.
    private void Compare(InputSource source, RowMeaning row, CognitoUser user)
    {
        try
        {
            var items = row.ItemsOf(source.UserPoolId, user, source.Filter);
            foreach (var item in items)
            {
                base.Work(new RunInput(source, item with { ListedUser = null }));
            }

            if (items.Count == 0)
            {
                AfterLookups(() => EndWithoutIdentity(source.UserPoolId, row, user, source.Filter, names: null, isNamed: false));
            }
        }
        catch (UnlinkException problem)
        {
            base.Work(new RunInput(null, new UnusableInput(source.UserPoolId, user.Username, problem)));
        }
    }

    // A row may also be the result of a rehearsal, which counts the user's identities before it as gone.
    private string? Since(UnlinkItem item, CognitoUser user, UnlinkJudgement judgement)
    {
        var signIn = item.Said?.SignInAfterUnlink is { } said && said != judgement.SignInAfterUnlink
            && new UnlinkRehearsal(unlinking).Judge(item).SignInAfterUnlink is var now && said != now
            ? $"SignInAfterUnlink is {said} in the row; according to the pool, it is {now}."
            : null;
        return Sentences(item.Said?.StatusSince(user), signIn);
    }

    private void Expand(PoolClient client, string userPoolId, RowMeaning row, CognitoUser user, ProviderFilter? filter, IReadOnlyList<string>? names, bool isNamed)
    {
        try
        {
            var items = row.ItemsOf(userPoolId, user, filter);
            foreach (var item in items)
            {
                AddRead(client, item with { Settings = client.SettingsOf(userPoolId) });
            }

            if (items.Count == 0)
            {
                EndWithoutIdentity(userPoolId, row, user, filter, names, isNamed);
            }
        }
        catch (UnlinkException problem)
        {
            AddFailure(userPoolId, user.Username, problem);
        }
    }

    private void EndWithoutIdentity(string userPoolId, RowMeaning row, CognitoUser user, ProviderFilter? filter, IReadOnlyList<string>? names, bool isNamed)
    {
        if (row.ProviderName is not { } provider)
        {
            ShowNothingToDo(filter!.NothingToUnlink(user.Username), isNamed && (names is null || !filter.HasUnmatched || filter.Patterns.Any(pattern => names.Any(pattern.IsMatch))));
        }
        else if (names is not null && !names.Contains(provider, StringComparer.Ordinal) && !names.Contains(FormulaText.Unescape(provider), StringComparer.Ordinal))
        {
            throw ProviderFilter.Unknown(userPoolId, provider, names);
        }
        else
        {
            CountWithoutMatch();
            ShowNothingToDo(new ProviderFilter([ProviderPattern.Escape(provider)]).NothingToUnlink(user.Username), isNamed);
        }
    }
}
