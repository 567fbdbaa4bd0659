using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Probe.Findings;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Changes an attribute, and asks ListUsers until it shows the change.</summary>
internal sealed class ListLag : Experiment
{
    private const double Second = 1000;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly Question s_question = Question.OfNumber("listLagMilliseconds", "How long ListUsers shows a user as before a change, to the nearest second");

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        const string Changed = "changed";
        var user = await lab.UserAsync("a", cancellationToken).ConfigureAwait(false);
        await UntilListedAsync(lab, user, _ => true, cancellationToken).ConfigureAwait(false);
        await lab.DoAsync("AdminUpdateUserAttributes", new() { ["Username"] = user, ["UserAttributes"] = new JsonArray(Lab.Attribute("name", Changed)) }, cancellationToken).ConfigureAwait(false);
        var (time, requestId) = await UntilListedAsync(lab, user, listed => HasName(listed, Changed), cancellationToken).ConfigureAwait(false);
        lab.Found(s_question, (Math.Round(time / Second) * Second).ToString(CultureInfo.InvariantCulture), requestId);
    }

    /// <returns>Milliseconds, half way from the last list without it to the first with it, and that request's id.</returns>
    private static async Task<(double Time, string? RequestId)> UntilListedAsync(Lab lab, string user, Predicate<JsonElement> isSo, CancellationToken cancellationToken)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), 0.0);
        while (true)
        {
            var asked = Stopwatch.GetElapsedTime(start);
            var answer = await lab.DoAsync("ListUsers", new() { ["Filter"] = $"username = \"{user}\"" }, cancellationToken).ConfigureAwait(false);
            if (answer.Json.GetProperty("Users").EnumerateArray().Any(listed => isSo(listed)))
            {
                return ((before + asked.TotalMilliseconds) / 2, answer.RequestId);
            }

            before = asked.TotalMilliseconds;
            if (asked > s_longest)
            {
                throw new NoAnswerException(FormattableString.Invariant($"ListUsers did not show it within {s_longest.TotalSeconds} seconds."));
            }

            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool HasName(JsonElement user, string name) => user.GetProperty("Attributes").EnumerateArray()
        .Any(attribute => attribute.GetProperty("Name").ValueEquals("name") && attribute.GetProperty("Value").ValueEquals(name));
}
