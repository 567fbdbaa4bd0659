using System.Globalization;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>What a run was asked to do, in sentences.</summary>
internal static class AskedText
{
    public static void Write(HtmlWriter page, RunReport run)
    {
        if (run.Settings is not { } asked)
        {
            page.Write($"{Begin(run.Task)}. <span class=\"hint\">The other settings are not known: the journal was written by an earlier version.</span>");
            return;
        }

        page.Write($"<strong>{Begin(run.Task)}</strong>");
        if (asked.AllProviders == true)
        {
            page.Write($"<strong>every external identity of the users.</strong>");
        }
        else if (asked.ProviderName is not null)
        {
            page.Write($"<strong>the identities of {new Value(asked.ProviderName)}.</strong>");
        }
        else
        {
            page.Write($"<strong>sign-ins that were named individually.</strong>");
        }

        page.Write($"<span class=\"hint\">{string.Join(" ", Sentences(asked))}</span>");
    }

    private static string Begin(RunTask? task) => task switch
    {
        RunTask.Unlink => "Unlink",
        RunTask.Link => "Link again",
        _ => "The task is not known:",
    };

    private static IEnumerable<string> Sentences(RunSettings asked) => asked.Task == RunTask.Unlink ? [.. OfUnlink(asked), .. OfPace(asked)] : OfPace(asked);

    private static IEnumerable<string> OfUnlink(RunSettings asked)
    {
        yield return asked.AllowLockout == true
            ? "Leaving people with no way to sign in was allowed."
            : "Users who would be left with no way to sign in were to be refused.";
        if (asked.AllowNoRecovery == true && asked.AllowLockout != true)
        {
            yield return "Users left with only a password that they cannot reset were allowed.";
        }

        if (asked.CheckFactors == true)
        {
            yield return "Passkeys and one-time codes counted as a way in.";
        }

        if (asked.Verify == true)
        {
            yield return "Each user was to be read again afterwards.";
        }

        if (asked.Repair == true)
        {
            yield return "If a user turned out to have no way to sign in, the identity was to be linked again.";
        }

        if (asked.SignOut == true)
        {
            yield return "Users were to be signed out.";
        }
    }

    private static IEnumerable<string> OfPace(RunSettings asked)
    {
        if (asked.Shard is { } shard)
        {
            yield return $"Part {shard.Replace("/", " of ", StringComparison.Ordinal)} of the work.";
        }

        if (asked.MaximumChange is { } most)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"At most {most:N0} changes.");
        }

        if (asked.StopAfterSeconds is { } seconds)
        {
            yield return $"At most {Look.Words(TimeSpan.FromSeconds(seconds))}.";
        }

        if (asked.RequestsPerSecond is { } rate)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"At most {rate:0.##} requests a second.");
        }

        if (asked.ThrottleLimit is { } limit)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{limit:N0} at a time.");
        }
    }
}
