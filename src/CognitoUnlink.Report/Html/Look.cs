using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>What the page calls things.</summary>
internal static class Look
{
    /// <summary>The outcomes in the order in which the page shows them.</summary>
    public static IReadOnlyList<ItemOutcome> Outcomes { get; } =
    [
        ItemOutcome.Unlinked, ItemOutcome.AlreadyUnlinked, ItemOutcome.Linked, ItemOutcome.AlreadyLinked, ItemOutcome.Skipped,
        ItemOutcome.Failed, ItemOutcome.NotPossible, ItemOutcome.LinkFailed, ItemOutcome.Open,
    ];

    /// <summary>The outcomes, first those that need attention most.</summary>
    public static IReadOnlyList<ItemOutcome> ByUrgency { get; } =
    [
        ItemOutcome.Open, ItemOutcome.Failed, ItemOutcome.LinkFailed, ItemOutcome.NotPossible, ItemOutcome.Skipped,
        ItemOutcome.Unlinked, ItemOutcome.AlreadyUnlinked, ItemOutcome.Linked, ItemOutcome.AlreadyLinked,
    ];

    public static string Label(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Unlinked => "Unlinked",
        ItemOutcome.AlreadyUnlinked => "Already unlinked",
        ItemOutcome.Skipped => "Refused by a guard",
        ItemOutcome.Failed => "Failed",
        ItemOutcome.Open => "Not known",
        ItemOutcome.Linked => "Linked again",
        ItemOutcome.AlreadyLinked => "Already linked",
        ItemOutcome.NotPossible => "Link not possible",
        _ => "Link failed",
    };

    public static string Explain(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Unlinked => "the sign-in is gone",
        ItemOutcome.AlreadyUnlinked => "it was gone before",
        ItemOutcome.Skipped => "nothing was sent",
        ItemOutcome.Failed => "see the causes below",
        ItemOutcome.Open => "may or may not have been carried out",
        ItemOutcome.Linked => "the unlink was undone",
        ItemOutcome.AlreadyLinked => "nothing to undo",
        ItemOutcome.NotPossible => "it stays unlinked",
        _ => "it stays as it was",
    };

    /// <summary>The word for so many.</summary>
    public static string Noun(long count, string one, string several) => count == 1 ? one : several;

    /// <summary>The class of its colour and pattern.</summary>
    public static string Class(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Unlinked => "unlinked",
        ItemOutcome.AlreadyUnlinked => "already",
        ItemOutcome.Skipped => "skipped",
        ItemOutcome.Failed => "failed",
        ItemOutcome.Open => "open",
        ItemOutcome.Linked => "linked",
        ItemOutcome.AlreadyLinked => "stayed",
        ItemOutcome.NotPossible => "notpossible",
        _ => "linkfailed",
    };

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{time.Days} d {time.Hours} h",
        { TotalHours: >= 1 } => $"{time.Hours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
    };
}
