using System.Management.Automation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Pacing;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that unlinks: turns what is piped into items, asks, and writes results and errors.</summary>
public abstract class UnlinkCmdlet : ChangeCmdlet
{
    private const string Action = "Disable-CGIPProviderForUser (AdminDisableProviderForUser)";

    private readonly Dictionary<ServiceCaller, Run> _runs = [];
    private UnlinkJournal? _journal;

    /// <summary>The user pool's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string UserPoolId { get; set; } = string.Empty;

    /// <summary>Users or identities, as Get-CGIPUserList, Get-CGIPUserAdmin or Get-CGIPLinkedIdentity write them.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Unlink even users who could not sign in any more, and ask for a federated user's own identity to go.</summary>
    [Parameter]
    public SwitchParameter AllowLockout { get; set; }

    /// <summary>Read each user afterwards to see that the identity is gone; of SAML and OIDC identities that is done in any case.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>Revoke each user's tokens afterwards (AdminUserGlobalSignOut).</summary>
    [Parameter]
    public SwitchParameter SignOut { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        FinishWork();
        ReportUnknownProviders();

        base.EndProcessing();
    }

    /// <summary>Unlinks what a piped row says, as far as it passes the filter.</summary>
    private protected void UnlinkRow(IRow row, RowGiven given, Func<ProviderFilter?> filterOf)
    {
        var meaning = Rows.Read(row, given);
        var filter = filterOf();
        if (meaning.Identity is null)
        {
            UnlinkUser(meaning, filter);
        }
        else if (filter?.IsMatch(meaning.ProviderName!) == false)
        {
            LeaveAlone(meaning);
        }
        else
        {
            UnlinkSubject(meaning.ToUnlinkItem(UserPoolId));
        }
    }

    /// <summary>Unlinks the identities of a user that a row and the filter mean.</summary>
    private protected void UnlinkUser(RowMeaning meaning, ProviderFilter? filter)
    {
        meaning.CheckFilter(filter, "neither -ProviderName nor -AllProviders was given");
        var (run, userPoolId) = (RunFor(UserPoolId), UserPoolId);
        if (meaning.User is { } listed)
        {
            AfterLookups(meaning.Username, () => UnlinkUser(run, userPoolId, meaning, listed, filter));
        }
        else
        {
            LookUp(meaning.Username, cancellation => run.Users.GetUserAsync(userPoolId, meaning.Username!, cancellation), user => UnlinkUser(run, userPoolId, meaning, user, filter));
        }
    }

    /// <summary>What a piped row says beside what was typed; null when its provider is another one.</summary>
    private protected RowMeaning? ReadRow(IRow row, RowGiven given)
    {
        var meaning = Rows.Read(row, given);
        if (meaning.ProviderName == given.ProviderName)
        {
            return meaning;
        }

        LeaveAlone(meaning);
        return null;
    }

    /// <summary>Unlinks an identity given by provider and subject.</summary>
    private protected void UnlinkSubject(UnlinkItem item)
    {
        Wait(new GivenIdentityRule(ReaderFor(item.UserPoolId)).CheckAsync(item, StopToken));
        Unlink(item);
    }

    /// <summary>Asks, unlinks, and writes what became of it.</summary>
    private protected void Unlink(UnlinkItem item)
    {
        var run = RunFor(item.UserPoolId);
        if ((IsRehearsal || MayAsk) && item.Username is not null)
        {
            LookUp(item.ToResult(), cancellation => run.Rehearsal.ReadAsync(item, cancellation), read => Unlink(run, read));
        }
        else
        {
            AfterLookups(item.Username, () => Unlink(run, item));
        }
    }

    /// <inheritdoc/>
    private protected override RunSettings Settings => base.Settings with
    {
        AllProviders = MyInvocation.BoundParameters.ContainsKey("AllProviders") ? true : null,
        AllowLockout = AllowLockout,
        Verify = Verify,
        SignOut = SignOut,
    };

    /// <summary>Opens the journal and sets the limit.</summary>
    private protected void Prepare() => _journal = Prepare(UnlinkJournal.OpenAsync);

    private void UnlinkUser(Run run, string userPoolId, RowMeaning meaning, CognitoUser user, ProviderFilter? filter)
    {
        var items = meaning.ItemsOf(userPoolId, user, filter);
        if (items.Count == 0)
        {
            WriteNothingToDo(run, userPoolId, user.Username, meaning.ProviderName is { } provider ? CheckedProvider(run, userPoolId, provider) : filter!);
        }

        foreach (var item in items)
        {
            if (item.ListedUser is null)
            {
                Unlink(item);
            }
            else
            {
                Unlink(run, item);
            }
        }
    }

    // Whoever wrote the row may have misspelled it.
    private ProviderFilter CheckedProvider(Run run, string userPoolId, string provider) =>
        Wait(run.Users.ProviderNamesAsync(userPoolId, StopToken)) is { } names && !names.Contains(provider, StringComparer.Ordinal)
            ? throw ProviderFilter.Unknown(userPoolId, provider, names)
            : new ProviderFilter([ProviderPattern.Escape(provider)]);

    private void LeaveAlone(RowMeaning meaning) =>
        WriteVerbose($"Left alone, since its provider was not asked for: user '{meaning.Username}', {meaning.ProviderName} '{meaning.Identity?.ProviderAttributeValue}'.");

    private void Unlink(Run run, UnlinkItem item)
    {
        CheckLimit();
        if (IsRehearsal)
        {
            Rehearse(run, item);
        }
        else if (MayAsk ? Ask(run, item) : Force || ShouldProcess(item.Describe(), Action))
        {
            object? user = item.Username is null ? null : (item.UserPoolId, item.Username);
            Change(user, item.ToResult(), cancellation => run.Unlinker.UnlinkAsync(item, cancellation), report => (report.Error, report.IsChange), Write);
        }
    }

    private void Rehearse(Run run, UnlinkItem item)
    {
        var judgement = run.Rehearsal.Judge(item);
        if (judgement.Error is not null)
        {
            Report(judgement.Error, judgement.ResultOf(item));
        }
        else if (judgement.Outcome is null)
        {
            Limit.Count();
            ShouldProcess(Describe(item, judgement), Action);
        }
        else
        {
            WriteVerbose($"Nothing to do for {item.Describe()}: {judgement.Reason}");
        }
    }

    // Whoever is asked sees what a rehearsal shows. What would be refused is asked about too: it is judged anew when it is done,
    // and by then may be allowed.
    private bool Ask(Run run, UnlinkItem item)
    {
        var judgement = run.Rehearsal.Judge(item);
        var isMeant = ShouldProcess(Describe(item, judgement), Action);
        if (!isMeant)
        {
            run.Rehearsal.Keep(item);
        }

        return isMeant;
    }

    private static string Describe(UnlinkItem item, UnlinkJudgement judgement)
    {
        var ends = judgement.Outcome switch
        {
            null => string.Empty,
            UnlinkOutcome.AlreadyUnlinked => "; it is gone already",
            _ => "; it will be refused",
        };
        return $"{item.Describe()} (sign-in afterwards: {judgement.SignInAfterUnlink}{ends})";
    }

    private void Write(UnlinkReport report)
    {
        if (report.IsChange)
        {
            Limit.Count();
        }

        if (report.Result.Outcome != UnlinkOutcome.Failed)
        {
            WriteObject(report.Result);
        }

        if (report.Error is not null)
        {
            Report(report.Error, report.Result);
        }
    }

    private void WriteNothingToDo(Run run, string userPoolId, string username, ProviderFilter filter)
    {
        var text = filter.NothingToUnlink(username);
        if (MyInvocation.ExpectingInput || !Wait(run.Users.KnowsAnyAsync(userPoolId, filter, StopToken)))
        {
            WriteVerbose(text);
        }
        else
        {
            WriteWarning(text);
        }
    }

    // Parameters are bound anew for each record, and by the time that a lookup has ended they are another record's.
    private Run RunFor(string userPoolId)
    {
        var caller = CallerFor(userPoolId);
        var options = new UnlinkOptions { AllowLockout = AllowLockout, Verify = Verify, SignOut = SignOut };
        return _runs.TryGetValue(caller, out var run)
            ? run
            : _runs[caller] = new Run(new Unlinker(caller, options, _journal), new UnlinkRehearsal(caller, options), ReaderFor(userPoolId));
    }

    private sealed record Run(Unlinker Unlinker, UnlinkRehearsal Rehearsal, UserReader Users);
}
