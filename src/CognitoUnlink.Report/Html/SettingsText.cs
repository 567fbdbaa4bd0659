using System.Globalization;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>What a run was to do, in sentences.</summary>
internal static class SettingsText
{
    public static void Write(HtmlWriter page, RunReport run)
    {
        if (run.Settings is not { } settings)
        {
            page.Write($"{Begin(run.Task)}. <span class=\"hint\">The other settings are not known: the journal was written by an earlier version.</span>");
            return;
        }

        page.Write($"<strong>{Begin(run.Task)}</strong>");
        if (settings.AllProviders == true)
        {
            page.Write($"<strong>every external identity of the users.</strong>");
        }
        else if (settings.ProviderName is not null)
        {
            page.Write($"<strong>the identities of {new Value(settings.ProviderName)}.</strong>");
        }
        else
        {
            page.Write($"<strong>sign-ins that were named individually.</strong>");
        }

        page.Write($"<span class=\"hint\">{string.Join(" ", Sentences(settings))}</span>");
    }

    private static string Begin(RunTask? task) => task switch
    {
        RunTask.Unlink => "Unlink",
        RunTask.Link => "Link again",
        _ => "The task is not known:",
    };

    private static IEnumerable<string> Sentences(RunSettings settings) => settings.Task == RunTask.Unlink ? [.. OfUnlink(settings), .. OfPace(settings)] : OfPace(settings);

    private static IEnumerable<string> OfUnlink(RunSettings settings)
    {
        yield return settings.AllowLockout == true
            ? "Leaving people with no way to sign in was allowed."
            : "The run was set to refuse users who would have no way to sign in.";
        if (settings.AllowNoRecovery == true && settings.AllowLockout != true)
        {
            yield return "Users left with only a password that they cannot reset were allowed.";
        }

        if (settings.CheckFactors == true)
        {
            yield return "Passkeys and one-time codes counted as a way in.";
        }

        if (settings.Verify == true)
        {
            yield return "Each user was to be read again afterwards.";
        }

        if (settings.Repair == true)
        {
            yield return "If a user turned out to have no way to sign in, the identity was to be linked again.";
        }

        if (settings.SignOut == true)
        {
            yield return "Users were to be signed out.";
        }
    }

    private static IEnumerable<string> OfPace(RunSettings settings)
    {
        if (settings.Shard is { } shard)
        {
            yield return $"Part {shard.Replace("/", " of ", StringComparison.Ordinal)} of the work.";
        }

        if (settings.MaximumChange is { } most)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"At most {most:N0} changes.");
        }

        if (settings.StopAfterSeconds is { } seconds)
        {
            yield return $"At most {Look.Words(TimeSpan.FromSeconds(seconds))}.";
        }

        if (settings.RequestsPerSecond is { } rate)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"At most {rate:0.##} requests a second.");
        }

        if (settings.ThrottleLimit is { } limit)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{limit:N0} at a time.");
        }
    }
}
