using System.Text.RegularExpressions;
using CognitoUnlink.Errors;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>The words and CSS classes of the page.</summary>
internal static partial class Look
{
    /// <summary>The outcomes in the order in which the page shows them.</summary>
    public static IReadOnlyList<ItemOutcome> Outcomes { get; } =
    [
        ItemOutcome.Unlinked, ItemOutcome.AlreadyUnlinked, ItemOutcome.Linked, ItemOutcome.AlreadyLinked, ItemOutcome.Skipped,
        ItemOutcome.Failed, ItemOutcome.NotPossible, ItemOutcome.LinkFailed, ItemOutcome.Open,
    ];

    /// <summary>The outcomes, those that need attention most first.</summary>
    public static IReadOnlyList<ItemOutcome> ByUrgency { get; } =
    [
        ItemOutcome.Open, ItemOutcome.Failed, ItemOutcome.LinkFailed, ItemOutcome.NotPossible, ItemOutcome.Skipped,
        ItemOutcome.Unlinked, ItemOutcome.AlreadyUnlinked, ItemOutcome.Linked, ItemOutcome.AlreadyLinked,
    ];

    /// <summary>The ways to sign in, the least worrying first.</summary>
    public static IReadOnlyList<SignInNow> Ways { get; } =
        [SignInNow.ResettablePassword, SignInNow.Password, SignInNow.OtherProvider, SignInNow.Passwordless, SignInNow.AsBefore, SignInNow.None, SignInNow.Unknown];

    public static string Label(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Unlinked => "Removed",
        ItemOutcome.AlreadyUnlinked => "Gone before",
        ItemOutcome.Skipped => "Refused",
        ItemOutcome.Failed => "Failed",
        ItemOutcome.Open => "Not known",
        ItemOutcome.Linked => "Linked again",
        ItemOutcome.AlreadyLinked => "Still linked",
        ItemOutcome.NotPossible => "Link not possible",
        _ => "Link failed",
    };

    public static string Explain(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Unlinked => "a run removed it",
        ItemOutcome.AlreadyUnlinked => "nothing to remove",
        ItemOutcome.Skipped => "by a safety check; nothing was sent",
        ItemOutcome.Failed => "see the causes below",
        ItemOutcome.Open => "may or may not have been carried out",
        ItemOutcome.Linked => "the removal was undone",
        ItemOutcome.AlreadyLinked => "nothing to undo",
        ItemOutcome.NotPossible => "it stays removed",
        _ => "it stays as it was",
    };

    public static string Label(SignInNow way) => way switch
    {
        SignInNow.ResettablePassword => "Password that can be reset",
        SignInNow.Password => "Password",
        SignInNow.OtherProvider => "Another provider",
        SignInNow.Passwordless => "Passkey or one-time code",
        SignInNow.AsBefore => "As before",
        SignInNow.None => "No way to sign in",
        _ => "Unknown",
    };

    public static string Explain(SignInNow way) => way switch
    {
        SignInNow.ResettablePassword => "by a verified e-mail address or phone",
        SignInNow.Password => "no known way to reset it",
        SignInNow.OtherProvider => "that is linked too",
        SignInNow.Passwordless => "without a password",
        SignInNow.AsBefore => "nothing was removed, it was restored, or one of several is left",
        SignInNow.None => "with what is left",
        _ => "the journal does not say",
    };

    public static string Cause(CauseReport cause) => cause.ErrorId switch
    {
        null => cause.Words ?? "no reason given",
        ErrorId.WouldLockOut => "The only way to sign in",
        ErrorId.NoRecovery => "Only a password that cannot be reset would be left",
        ErrorId.UnknownStatus => "What would be left is not known",
        ErrorId.OwnIdentity => "The user's own identity, not a link",
        ErrorId.IdentityNotOwned => "The user does not have it",
        ErrorId.Stranded => "Left without a way to sign in",
        { } id when KnownErrors.All.Any(error => error.Id == id) => Sentence().Replace(id, match => $" {match.Value.ToLowerInvariant()}"),
        { } id => id,
    };

    /// <summary>The singular or plural for a count.</summary>
    public static string Noun(long count, string one, string several) => count == 1 ? one : several;

    /// <summary>The class of its color and pattern.</summary>
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

    public static string Class(SignInNow way) => way switch
    {
        SignInNow.ResettablePassword => "unlinked",
        SignInNow.Password => "skipped",
        SignInNow.OtherProvider => "already",
        SignInNow.Passwordless => "stayed",
        SignInNow.AsBefore => "linked",
        SignInNow.None => "failed",
        _ => "open",
    };

    /// <summary>The approximate duration in words.</summary>
    public static string Words(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        var minutes = (long)Math.Round(seconds / 60.0);
        return time.TotalSeconds < 1 ? "less than a second"
            : seconds < 60 ? Words(seconds, "second")
            : minutes < 60 ? Words(minutes, "minute")
            : minutes < 24 * 60 ? Words(minutes / 60, "hour", minutes % 60, "minute")
            : Words(minutes / (24 * 60), "day", minutes / 60 % 24, "hour");
    }

    private static string Words(long count, string one, long rest, string other) => rest == 0 ? Words(count, one) : $"{Words(count, one)} {Words(rest, other)}";

    private static string Words(long count, string one) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? string.Empty : "s")}");

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{time.Days} d {time.Hours} h {time.Minutes} min",
        { TotalHours: >= 1 } => $"{time.Hours} h {time.Minutes} min {time.Seconds} s",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
    };

    // Each capital that begins a word but the first.
    [GeneratedRegex("(?<=.)[A-Z](?=[a-z])")]
    private static partial Regex Sentence();
}
