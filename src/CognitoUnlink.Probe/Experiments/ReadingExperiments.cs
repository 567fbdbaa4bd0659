using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Changes an attribute, and calls ListUsers until it shows the change.</summary>
internal sealed class ListLag : Experiment
{
    private const double Second = 1000;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly Question s_question = Question.OfNumber("listLagMilliseconds", "How long ListUsers still shows a user's old state after a change, to the nearest second");

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
            var sent = Stopwatch.GetElapsedTime(start);
            var answer = await lab.DoAsync("ListUsers", new() { ["Filter"] = $"username = \"{user}\"" }, cancellationToken).ConfigureAwait(false);
            if (answer.Json.GetProperty("Users").EnumerateArray().Any(listed => isSo(listed)))
            {
                return ((before + sent.TotalMilliseconds) / 2, answer.RequestId);
            }

            before = sent.TotalMilliseconds;
            if (sent > s_longest)
            {
                throw new UndecidedException(FormattableString.Invariant($"ListUsers did not show the change within {s_longest.TotalSeconds} seconds."));
            }

            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool HasName(JsonElement user, string name) => user.GetProperty("Attributes").EnumerateArray()
        .Any(attribute => attribute.GetProperty("Name").ValueEquals("name") && attribute.GetProperty("Value").ValueEquals(name));
}

/// <summary>Lists a few users in small pages.</summary>
internal sealed class PageLength : Experiment
{
    private const int Users = 5;
    private const int Limit = 3;
    private const int MostPages = 200;

    private static readonly Question s_question = Question.OfFlag("shortPages", "Whether ListUsers returned pages shorter than Limit before the last one; a small pool may not show this", assumed: false);

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Users; i++)
        {
            await lab.UserAsync($"{i}", cancellationToken, permanent: false).ConfigureAwait(false);
        }

        string? token = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var input = new JsonObject { ["Limit"] = Limit };
            if (token is not null)
            {
                input["PaginationToken"] = token;
            }

            var page = await lab.DoAsync("ListUsers", input, cancellationToken).ConfigureAwait(false);
            token = page.Json.TryGetProperty("PaginationToken", out var next) ? next.ToString() : null;
            var isShort = token is not null && page.Json.GetProperty("Users").GetArrayLength() < Limit;
            if (isShort || token is null)
            {
                lab.Found(s_question, isShort ? "true" : "false", page.RequestId);
                return;
            }
        }
    }
}

/// <summary>
/// Reads one user more often than the ten times per second allowed per user, a quota that does not affect other users.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
/// </summary>
internal sealed class Throttling : Experiment
{
    private const int Requests = 30;

    private static readonly Question s_question = new("throttled", $"The answer to too many requests ({Requests} reads of one user at once)", "400 TooManyRequestsException: Rate exceeded");

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var user = await lab.UserAsync("a", cancellationToken).ConfigureAwait(false);
        var reads = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => ReadAsync(lab, user, cancellationToken))).ConfigureAwait(false);
        if (reads.FirstOrDefault(read => read is { IsDone: false }) is { } throttled)
        {
            lab.Found(s_question, throttled);
        }
        else
        {
            throw new UndecidedException($"{Requests} reads of one user at once were not throttled.");
        }
    }

    private static async Task<Trial> ReadAsync(Lab lab, string user, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await lab.Pool.Client.SendUnpacedAsync("AdminGetUser", new JsonObject { ["UserPoolId"] = lab.Pool.Id, ["Username"] = user }, cancellationToken).ConfigureAwait(false);
            return new Trial(answer.Json, answer.RequestId, null);
        }
        catch (CognitoException error) when (error.Kind == CognitoErrorKind.Throttled)
        {
            return new Trial(default, error.RequestId, error);
        }
    }
}
