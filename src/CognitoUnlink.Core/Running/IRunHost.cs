using CognitoUnlink.Changes;
using CognitoUnlink.InFlight;
using CognitoUnlink.Input;

namespace CognitoUnlink.Running;

/// <summary>What a run needs from its host. Every call is made from within <see cref="ChangeRun{TItem,TReport}.Advance"/>, in the order of input.</summary>
/// <typeparam name="TReport">The type of a report.</typeparam>
public interface IRunHost<in TReport>
    where TReport : ChangeReport
{
    /// <summary>Asks the user to confirm an item. Called only if <see cref="RunOptions.Confirm"/> is set.</summary>
    /// <param name="preview">What would happen to it now; it is judged again before its request.</param>
    bool Confirm(TReport preview);

    /// <summary>Shows the result of an item. If this throws, the host must know whether the item was shown.</summary>
    /// <param name="report">The report. If its error ends the run, that is also <see cref="ChangeRun{TItem,TReport}.Failure"/>.</param>
    void Show(TReport report);

    /// <summary>Warns about the run as a whole.</summary>
    /// <param name="text">The text.</param>
    void Warn(string text);

    /// <summary>Reports that a user has nothing to change.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isNamed">Whether somebody named the user and the pool knows the provider, so that it matters.</param>
    void ShowNothingToDo(string text, bool isNamed);
}

/// <summary>The options of a run.</summary>
public sealed record RunOptions
{
    /// <summary>Whether it changes nothing.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Whether the user may be asked about each item.</summary>
    public bool Confirm { get; init; }

    /// <summary>Asks the user, on any thread, about a journal that does not say where it was made; null to confirm everything.</summary>
    public Func<string, Task<bool>>? ConfirmPlace { get; init; }

    /// <summary>Whether not to ask AWS, for the journal, who makes the run; it then records the user of the computer.</summary>
    public bool NoCallerIdentity { get; init; }

    /// <summary>Items in flight.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>The number of changes to stop at; null for no limit.</summary>
    public int? MaximumChange { get; init; }

    /// <summary>The time limit, from the run's beginning; null for no limit. In its last ten seconds, or its last fifth if that is less, nothing more is begun.</summary>
    public TimeSpan? StopAfter { get; init; }

    /// <summary>The part that the run changes, while others change other parts; null for everything.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The pool that was given for the whole run; null if each item names its own.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The client for <see cref="UserPoolId"/>.</summary>
    public PoolClient? Client { get; init; }

    /// <summary>Set each time the run may have something to do for its host.</summary>
    public Signal Changed { get; init; } = new();
}
