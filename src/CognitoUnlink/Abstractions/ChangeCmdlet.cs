using System.Management.Automation;
using CognitoUnlink.Journaling;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that changes users: asks, keeps a journal, and stops at a number of changes.</summary>
public abstract class ChangeCmdlet : CognitoCmdlet
{
    private RunJournal? _journal;

    /// <summary>
    /// A file that each change is written to before it is made. Given again, it resumes: what it says is done is not asked for again.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>Stop before the first change beyond this number.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaximumChange { get; set; }

    /// <summary>Do not ask. -WhatIf still only shows.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_journal is not null)
        {
            ForRecord(JournalPath, () => _journal.EndAsync().GetAwaiter().GetResult());
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _journal?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    /// <summary>Counts the changes.</summary>
    private protected ChangeLimit Limit { get; private set; } = new(null);

    /// <summary>Whether -WhatIf was given or preferred.</summary>
    private protected bool IsRehearsal => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? ((SwitchParameter)given).IsPresent
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Sets the limit and opens the journal.</summary>
    /// <returns>Null when none was asked for, or nothing will be changed.</returns>
    private protected T? Prepare<T>(Func<string, Task<T>> open)
        where T : RunJournal
    {
        Limit = new ChangeLimit(MaximumChange);
        if (JournalPath is null || IsRehearsal)
        {
            return null;
        }

        var journal = Wait(open(GetUnresolvedProviderPathFromPSPath(JournalPath)));
        _journal = journal;
        if (journal.TornLine is { } torn)
        {
            WriteWarning($"The last line of the journal '{JournalPath}' (line {torn.Number}) had not been finished and was cut off.");
        }

        return journal;
    }
}
