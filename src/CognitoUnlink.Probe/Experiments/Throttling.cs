using System.Text.Json.Nodes;
using CognitoUnlink.Errors;
using CognitoUnlink.Probe.Findings;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>
/// Reads one user more often than the ten times a second that are allowed for one user. Other users are not held up by that quota.
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
            throw new NoAnswerException($"{Requests} reads of one user at once were not too many.");
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
