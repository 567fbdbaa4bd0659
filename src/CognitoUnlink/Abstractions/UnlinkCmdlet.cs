using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Pacing;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
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

    /// <summary>Unlinks the matching identities of a user.</summary>
    private protected void UnlinkUser(string username, ProviderFilter? filter)
    {
        if (filter is null)
        {
            throw new UnlinkException(
                ErrorId.ProviderNotSpecified,
                $"Nothing says which identities of user '{username}' are to go: neither -ProviderName nor -AllProviders was given.");
        }

        var (run, userPoolId) = (RunFor(UserPoolId), UserPoolId);
        if (PipelineUser.Read(InputObject, username) is { } listed)
        {
            AfterLookups(username, () => UnlinkUser(run, userPoolId, listed, filter));
        }
        else
        {
            LookUp(username, cancellation => run.Users.GetUserAsync(userPoolId, username, cancellation), user => UnlinkUser(run, userPoolId, user, filter));
        }
    }

    /// <summary>Unlinks a piped identity, if it passes the filter. A typed attribute name or value goes before the row's.</summary>
    private protected void UnlinkRow(PSObject row, string? username, ProviderFilter? filter, string? attributeName, string? attributeValue)
    {
        var item = IdentityRow.ToUnlinkItem(new PipelineRow(row), UserPoolId, username);
        if (filter?.IsMatch(item.Target.ProviderName) == false)
        {
            WriteVerbose($"Left alone, since its provider was not asked for: user '{username}', {item.Target.ProviderName} '{item.Target.ProviderAttributeValue}'.");
            return;
        }

        if (attributeName is not null)
        {
            item = item with { Target = item.Target with { ProviderAttributeName = attributeName }, MayTryMappedAttributes = false };
        }

        if (attributeValue is not null)
        {
            item = item with { Target = item.Target with { ProviderAttributeValue = attributeValue }, SeenOnSub = null };
        }

        UnlinkSubject(item);
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

    private void UnlinkUser(Run run, string userPoolId, CognitoUser user, ProviderFilter filter)
    {
        var chosen = LinkedIdentities.Of(userPoolId, user).Where(identity => filter.IsMatch(identity.ProviderName)).ToList();
        if (chosen.Count == 0)
        {
            WriteNothingToDo(run, userPoolId, user.Username, filter);
        }

        foreach (var identity in chosen)
        {
            Unlink(run, UnlinkItem.For(identity, user));
        }
    }

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
