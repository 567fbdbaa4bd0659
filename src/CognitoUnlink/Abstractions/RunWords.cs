using CognitoUnlink.Running;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>The line that every run ends with.</summary>
internal static class RunWords
{
    /// <summary>What the run did and how to go on.</summary>
    public static string End(string command, RunSummary summary)
    {
        var state = summary.IsComplete ? string.Empty : " stopped";
        var journal = summary.JournalPath is { } path ? $" Journal: {path}." : string.Empty;
        var next = summary.IsComplete ? string.Empty
            : summary.WhatIf ? " Nothing was changed."
            : summary.JournalPath is not null ? " To go on, run the same command again with the same -JournalPath."
            : " To go on, run the same command again.";
        var unwritten = summary.Unwritten.Count > 0 ? $" Results that could not be written: {summary.Unwritten.Count}; -SummaryVariable keeps them." : string.Empty;
        return Printable.Of($"{command}{state}: {summary}.{journal}{next}{unwritten}");
    }
}
