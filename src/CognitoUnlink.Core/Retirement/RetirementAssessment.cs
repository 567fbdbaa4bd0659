using System.Globalization;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Retirement;

/// <summary>
/// Finds what stands in the way of retiring a provider, with one listing of the pool and a handful of reads. Nothing is billed or changed.
/// </summary>
/// <param name="client">The client for the pool.</param>
/// <param name="userPoolId">The pool.</param>
/// <param name="providerName">The provider's exact name.</param>
/// <param name="isDetailed">Whether findings name everyone they are about, rather than a few.</param>
/// <param name="isParallel">Whether to read the pool in 16 parts at once.</param>
public sealed class RetirementAssessment(PoolClient client, string userPoolId, string providerName, bool isDetailed = false, bool isParallel = false)
{
    private const int FewExamples = 5;

    private readonly PoolReading _reading = new(userPoolId, isParallel);
    private readonly List<RetirementFinding> _findings = [];
    private bool _isLinked;

    /// <summary>Users that were read so far. Thread-safe.</summary>
    public long Users => _reading.Users;

    /// <summary>The findings, the worst first. Known once everything has been read.</summary>
    public IReadOnlyList<RetirementFinding> Findings => [.. _findings.OrderBy(finding => finding.Severity).ThenBy(finding => finding.Check)];

    /// <summary>Whether everything could be checked.</summary>
    public bool IsComplete => !_findings.Any(finding => finding.Check == RetirementCheck.NotChecked);

    /// <summary>How many findings have a severity.</summary>
    /// <param name="severity">The severity.</param>
    public int Count(FindingSeverity severity) => _findings.Count(finding => finding.Severity == severity);

    private int MostExamples => isDetailed ? int.MaxValue : FewExamples;

    /// <summary>Reads the pool.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.ProviderNotFound"/>, the pool does not have the provider, and nobody has an identity from it; <see cref="ErrorId.NativeNotAsked"/>.
    /// </exception>
    /// <exception cref="CognitoException">The pool cannot be listed.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        GivenIdentityRule.CheckProviders([providerName]);
        var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var settings = await users.SettingsAsync(userPoolId, cancellationToken).ConfigureAwait(false);
        var names = settings.ProviderNames;
        var isGone = names?.Contains(providerName, StringComparer.Ordinal) == false;
        if (isGone && names!.Contains(providerName, StringComparer.OrdinalIgnoreCase))
        {
            throw ProviderFilter.Unknown(userPoolId, providerName, names!);
        }

        foreach (var warning in client.TakeWarnings())
        {
            AddNotChecked(warning);
        }

        AddOfSettings(settings.Pool);
        var (clients, problem) = await ReadClientsAsync(users.Caller, cancellationToken).ConfigureAwait(false);
        HashSet<string>? offered = problem is null && clients.Count > 0 ? [.. clients.SelectMany(client => client.SupportedIdentityProviders)] : null;
        var tally = new ProviderTally(userPoolId, providerName, settings, offered, MostExamples);
        await foreach (var user in _reading.ReadAsync(users, cancellationToken).ConfigureAwait(false))
        {
            tally.Add(user);
        }

        _isLinked = tally.Links + tally.OwnProfiles.Count + tally.DisabledOwnProfiles > 0;
        if (isGone)
        {
            AddDeletedProvider(tally, names!);
        }

        AddOfUsers(tally, settings.Pool);
        AddOfClients(clients, problem);
        await AddOfGroupAsync(users.Caller, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Summarizes the result for the user, in a sentence or two.</summary>
    public string Describe()
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"Provider {providerName}, {Users:N0} users read: {Words(Count(FindingSeverity.Blocker), "blocker")}, {Words(Count(FindingSeverity.Warning), "warning")}.");
        return !IsComplete ? $"{counts} Not everything could be checked."
            : Count(FindingSeverity.Blocker) > 0 ? counts
            : _isLinked || _findings.Any(finding => finding.Check == RetirementCheck.AppClient) ? $"{counts} Nothing stands in the way of unlinking."
            : $"{counts} No user has an identity from it, and no app client offers it, so this check found no reason to keep the provider. Delete it with AWS's DeleteIdentityProvider.";
    }

    private void AddOfSettings(UserPool? pool)
    {
        var triggers = (pool?.Triggers ?? new Dictionary<string, string>()).Where(trigger => trigger.Key is "PreSignUp" or "InboundFederation").ToList();
        if (triggers.Count > 0)
        {
            Add(
                RetirementCheck.LinkingTrigger,
                FindingSeverity.Warning,
                triggers.Count,
                $"The pool has {Join(triggers.Select(trigger => trigger.Key))}. Such a trigger runs when someone signs in through a provider, and may link them again. This undoes an unlink, and no journal shows it.",
                "Look at the function's code. If it links, change it to skip this provider before you unlink the first user. Compare the journal with the pool some days later.",
                [.. triggers.Select(trigger => $"{trigger.Key}: {trigger.Value}")]);
        }

        if (pool?.MfaConfiguration == "ON")
        {
            Add(
                RetirementCheck.MfaRequired,
                FindingSeverity.Warning,
                1,
                "The pool requires multi-factor authentication (MfaConfiguration is ON). Cognito asks for a second factor only when people sign in to the pool itself, so people who used the provider may not have one yet.",
                "Tell people that they must set up a second factor when they first sign in with a password.");
        }

        if (pool?.OnlyAdministratorsCreateUsers == true)
        {
            Add(
                RetirementCheck.OnlyAdministratorsCreateUsers,
                FindingSeverity.Information,
                1,
                "Only administrators can create users in this pool (AllowAdminCreateUserOnly). A person who is unlinked and signs in through the provider again is refused. No new federated user is created.",
                "If people will sign in through another provider for the first time, create or link their users first. Otherwise there is nothing to do.");
        }
    }

    private void AddDeletedProvider(ProviderTally tally, IReadOnlyList<string> names)
    {
        if (!_isLinked && tally.Unreadable.Count == 0)
        {
            throw ProviderFilter.Unknown(userPoolId, providerName, names);
        }

        Add(
            RetirementCheck.DeletedProvider,
            FindingSeverity.Blocker,
            tally.Links,
            $"The pool no longer has a provider {providerName}, but users still show identities from it. No one can sign in with them, and Cognito may refuse to unlink them.",
            "Try it on one user. If it is refused, create the provider again under the same name, unlink, and delete it last.");
    }

    private void AddOfUsers(ProviderTally tally, UserPool? pool)
    {
        Add(
            RetirementCheck.WithoutWayIn,
            FindingSeverity.Blocker,
            tally.WithoutWayIn,
            $"{UsersOf(tally.WithoutWayIn)} would have no way left to sign in without {providerName}. By default, they will not be unlinked.",
            "Give them another way in first: a password that they can reset, or a link to another provider.");
        Add(
            RetirementCheck.WithoutRecovery,
            FindingSeverity.Blocker,
            tally.WithoutRecovery,
            RecoveryRule.IsForAdministratorsOnly(pool)
                ? $"{UsersOf(tally.WithoutRecovery)} would be left with a password, and only administrators can reset a password in this pool (admin_only). Users who do not know theirs would be locked out. By default, they will not be unlinked."
                : $"{UsersOf(tally.WithoutRecovery)} would be left with a password that they may not know and cannot reset: they have no verified e-mail address or phone number that the pool sends codes to. By default, they will not be unlinked.",
            "If the pool lets users reset their passwords, verify their e-mail address or phone number. Otherwise make sure that they know their password, and allow users without recovery when you unlink.");
        Add(
            RetirementCheck.WithUnofferedProvider,
            FindingSeverity.Blocker,
            tally.WithUnofferedProvider,
            $"{UsersOf(tally.WithUnofferedProvider)} would be left with only providers that no app client offers, so they could not sign in. They will be unlinked all the same.",
            "Let an app client offer one of their other providers, or give them a password first.");
        Add(
            RetirementCheck.UnknownStatus,
            FindingSeverity.Blocker,
            tally.UnknownStatus,
            $"The status of {UsersOf(tally.UnknownStatus)} does not show how they could sign in without {providerName}. By default, they will not be unlinked.",
            "Check each of these users with AdminGetUser.");
        var disabled = tally.DisabledOwnProfiles > 0 ? string.Create(CultureInfo.InvariantCulture, $" {tally.DisabledOwnProfiles:N0} more are disabled already.") : string.Empty;
        Add(
            RetirementCheck.OwnProfile,
            FindingSeverity.Blocker,
            tally.OwnProfiles,
            string.Create(CultureInfo.InvariantCulture, $"Federated users created by {providerName} sign-ins: {tally.OwnProfiles.Count:N0}. They have no link to remove, and without the provider they cannot sign in.{disabled}"),
            "Have these people sign in through another provider first. Then disable or delete these users.");
        Add(
            RetirementCheck.Twin,
            FindingSeverity.Warning,
            tally.Twins,
            string.Create(CultureInfo.InvariantCulture, $"Identities from {providerName} that are linked to one user and also belong to a federated user: {tally.Twins.Count:N0}. Once unlinked, it may not be possible to link them again, so an undo is uncertain."),
            "Unlink these last. Delete the federated user only if its data is no longer needed.");
        AddNotChecked(tally);
        AddCost(tally, pool);
    }

    private void AddNotChecked(ProviderTally tally)
    {
        if (_reading.Warning is { } warning)
        {
            AddNotChecked(warning);
        }

        Add(
            RetirementCheck.NotChecked,
            FindingSeverity.Warning,
            tally.Unreadable,
            $"The attribute 'identities' of {UsersOf(tally.Unreadable)} cannot be read, so nothing is known about them.",
            "Check each of these users with AdminGetUser.");
    }

    private void AddCost(ProviderTally tally, UserPool? pool)
    {
        if (tally.Links == 0)
        {
            return;
        }

        Add(
            RetirementCheck.Link,
            FindingSeverity.Information,
            tally.Links,
            string.Create(CultureInfo.InvariantCulture, $"Links to {providerName}: {tally.Links:N0}, from {UsersOf(tally.Linked)}."),
            "Unlink them before the provider is deleted: Cognito may refuse it afterwards.",
            tally.Linked.Names);
        var price = ActivityPrices.OfUser(tally.ProviderType, pool?.Tier);
        var time = TimeSpan.FromSeconds(Math.Ceiling(tally.Links / RequestPace.DefaultRequestsPerSecond));
        Add(
            RetirementCheck.Cost,
            FindingSeverity.Information,
            tally.Linked.Count,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Estimate: unlinking first reads each user, which makes them active in the month. At ${price:0.####} per user, this costs up to ${price * tally.Linked.Count:N2}; users who sign in this month anyway cost nothing more. At {RequestPace.DefaultRequestsPerSecond:0} unlinks per second, it takes {Words(time)}. Prices are as of {ActivityPrices.AsOf}."),
            "Rehearse first. A rehearsal costs nothing unless it checks passkeys and one-time codes. Finish within one calendar month, because reads in the next month are billed again.");
    }

    private async Task<(List<AppClient> Clients, CognitoException? Problem)> ReadClientsAsync(ServiceCaller caller, CancellationToken cancellationToken)
    {
        List<AppClient> clients = [];
        try
        {
            await foreach (var listed in ClientSearch.ListAsync(caller, userPoolId, cancellationToken).ConfigureAwait(false))
            {
                var described = await ClientChange.ReadAsync(caller, userPoolId, listed.ClientId, cancellationToken).ConfigureAwait(false);
                clients.Add(described with { ClientName = described.ClientName ?? listed.ClientName });
            }

            return (clients, null);
        }
        catch (CognitoException problem)
        {
            return (clients, problem);
        }
    }

    private void AddOfClients(IReadOnlyList<AppClient> clients, CognitoException? problem)
    {
        var (beside, alone) = (new Examples(MostExamples), new Examples(MostExamples));
        foreach (var client in clients.Where(client => client.SupportedIdentityProviders.Contains(providerName, StringComparer.Ordinal)))
        {
            (client.SupportedIdentityProviders.Count == 1 ? alone : beside).Add($"{client.ClientName} ({client.ClientId})");
        }

        if (problem is not null)
        {
            AddNotChecked($"Which app clients offer {providerName} could not be checked. {problem.Message}");
        }

        Add(
            RetirementCheck.LastProviderOfClient,
            FindingSeverity.Blocker,
            alone,
            string.Create(CultureInfo.InvariantCulture, $"App clients that offer only {providerName}: {alone.Count:N0}. Without the provider, no one could sign in there."),
            "Give these app clients another provider, or COGNITO for the pool's own sign-in, or delete them.");
        Add(
            RetirementCheck.AppClient,
            FindingSeverity.Warning,
            beside,
            string.Create(CultureInfo.InvariantCulture, $"App clients that still offer {providerName} and other providers: {beside.Count:N0}. People can still sign in with it, and a person who was unlinked gets a new federated user."),
            "First give another way in to people who have none. Then remove the provider from these app clients, before you unlink the first user. If you call UpdateUserPoolClient yourself, send all settings: it resets those that you omit.");
    }

    private async Task AddOfGroupAsync(ServiceCaller caller, CancellationToken cancellationToken)
    {
        // The service creates this group for users who sign in through the provider.
        var name = $"{userPoolId}_{providerName}";
        try
        {
            var page = await caller.CallAsync(
                QuotaCategory.UserList,
                (gateway, cancellation) => gateway.ListUsersInGroupAsync(userPoolId, name, Pages.Largest, null, cancellation), cancellationToken).ConfigureAwait(false);
            var members = page.NextToken is null ? Words(page.Items.Count, "member") : $"{page.Items.Count} or more members";
            Add(
                RetirementCheck.ProviderGroup,
                FindingSeverity.Information,
                page.Items.Count,
                $"There is a group {name} with {members}, which Cognito created for federated users of {providerName}. It remains when the provider is deleted.",
                "Before you delete this group, check whether an application or a role depends on it.");
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.ResourceNotFound)
        {
            // There is none.
        }
        catch (CognitoException problem)
        {
            AddNotChecked($"Whether there is a group {name} could not be checked. {problem.Message}");
        }
    }

    private void AddNotChecked(string message) => Add(
        RetirementCheck.NotChecked,
        FindingSeverity.Warning,
        1,
        message,
        "Repeat the check when this can be read. If a permission is missing, the message names it.");

    private void Add(RetirementCheck check, FindingSeverity severity, Examples examples, string message, string recommendation)
    {
        if (examples.Count > 0)
        {
            Add(check, severity, examples.Count, message, recommendation, examples.Names);
        }
    }

    private void Add(RetirementCheck check, FindingSeverity severity, long count, string message, string recommendation, IReadOnlyList<string>? examples = null) =>
        _findings.Add(new RetirementFinding
        {
            UserPoolId = userPoolId,
            ProviderName = providerName,
            Check = check,
            Severity = severity,
            Count = count,
            Message = message,
            Recommendation = recommendation,
            Examples = examples ?? [],
        });

    private static string UsersOf(Examples users) => Words(users.Count, "user");

    private static string Words(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? string.Empty : "s")}");

    private static string Words(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(time.TotalMinutes):0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"about {time.TotalSeconds:0} s"),
    };

    private static string Join(IEnumerable<string> names) => string.Join(" and ", names.Select(name => $"the {name} trigger"));
}
