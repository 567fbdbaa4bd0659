using CognitoUnlink.Linking;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that links: asks, and writes results and errors.</summary>
public abstract class LinkCmdlet : ChangeCmdlet
{
    private const string Action = "Enable-CGIPProviderForUser (AdminLinkProviderForUser)";

    private readonly Dictionary<ServiceCaller, Linker> _linkers = [];
    private LinkJournal? _journal;

    /// <summary>Opens the journal and sets the limit.</summary>
    private protected void Prepare() => _journal = Prepare(LinkJournal.OpenAsync);

    /// <summary>Asks, links, and writes what became of it.</summary>
    private protected void Link(LinkItem item)
    {
        CheckLimit();
        var linker = LinkerFor(item.UserPoolId);
        if (IsRehearsal)
        {
            Rehearse(linker, item);
        }
        else if (Force || ShouldProcess(item.Describe(), Action))
        {
            Change((item.UserPoolId, item.Username), item.ToResult(), cancellation => linker.LinkAsync(item, cancellation), report => (report.Error, report.IsChange), Write);
        }
    }

    private void Rehearse(Linker linker, LinkItem item)
    {
        if (Wait(linker.RehearseAsync(item, StopToken)) is not { } ended)
        {
            Limit.Count();
            ShouldProcess(item.Describe(), Action);
        }
        else if (ended.Error is not null)
        {
            Report(ended.Error, ended.Result);
        }
        else
        {
            WriteVerbose($"Nothing to do for {item.Describe()}: {ended.Result.Reason}");
        }
    }

    private void Write(LinkReport report)
    {
        if (report.IsChange)
        {
            Limit.Count();
        }

        if (report.Result.Outcome != LinkOutcome.Failed)
        {
            WriteObject(report.Result);
        }

        if (report.Error is not null)
        {
            Report(report.Error, report.Result);
        }
    }

    private Linker LinkerFor(string userPoolId)
    {
        var caller = CallerFor(userPoolId);
        return _linkers.TryGetValue(caller, out var linker) ? linker : _linkers[caller] = new Linker(caller, _journal);
    }
}
