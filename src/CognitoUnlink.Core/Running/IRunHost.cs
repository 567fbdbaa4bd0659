using CognitoUnlink.Changes;
using CognitoUnlink.InFlight;
using CognitoUnlink.Input;

namespace CognitoUnlink.Running;

/// <summary>What a run needs from its host. Every call comes from within <see cref="ChangeRun{TItem,TReport}.Advance"/>, in the order of input.</summary>
/// <typeparam name="TReport">What became of an item.</typeparam>
public interface IRunHost<in TReport>
    where TReport : ChangeReport
{
    /// <summary>Asks a person whether an item is meant. Called only when the run asks.</summary>
    /// <param name="preview">What would become of it as things are; it is judged again before its request.</param>
    bool Confirm(TReport preview);

    /// <summary>Shows what became of an item. Should it throw, whether this one was shown is for the host to know.</summary>
    /// <param name="report">The report. Its error, where it has one that ends the run, is <see cref="ChangeRun{TItem,TReport}.Failure"/> too.</param>
    void Show(TReport report);

    /// <summary>Warns about the run as a whole.</summary>
    /// <param name="text">The words.</param>
    void Warn(string text);

    /// <summary>Says that a user has nothing to change.</summary>
    /// <param name="text">The words.</param>
    /// <param name="isNamed">Whether somebody named the user and the pool knows the provider, so that it matters.</param>
    void ShowNothingToDo(string text, bool isNamed);
}

/// <summary>How a run goes about its work.</summary>
public sealed record RunOptions
{
    /// <summary>Whether it changes nothing.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Whether a person may be asked about each item.</summary>
    public bool Asks { get; init; }

    /// <summary>Asks a person, on any thread, about a journal that does not say where it was made; null where everything is confirmed.</summary>
    public Func<string, Task<bool>>? ConfirmPlace { get; init; }

    /// <summary>Whether AWS is not asked who makes the run, for the journal, which then has the user of the computer.</summary>
    public bool NoCallerIdentity { get; init; }

    /// <summary>Items in flight.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>The number of changes to stop at; null for no limit.</summary>
    public int? MaximumChange { get; init; }

    /// <summary>The time to end within, from the run's beginning; null for no limit. In its last ten seconds, or its last fifth where that is less, nothing more is begun.</summary>
    public TimeSpan? StopAfter { get; init; }

    /// <summary>The part that the run changes, where others change other parts; null for everything.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The pool that was given for the whole run; null when each item names its own.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The client for <see cref="UserPoolId"/>.</summary>
    public PoolClient? Client { get; init; }

    /// <summary>Set each time the run may have something to do for its host.</summary>
    public Signal Changed { get; init; } = new();
}
