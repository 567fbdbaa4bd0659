using System.Text.Json.Nodes;
using CognitoUnlink.Probe.Findings;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Lists a few users in small pages.</summary>
internal sealed class PageLength : Experiment
{
    private const int Users = 5;
    private const int Limit = 3;
    private const int MostPages = 200;

    private static readonly Question s_question = Question.OfFlag("shortPages", "Whether ListUsers answered pages shorter than Limit that are not the last; a small pool may not show it", assumed: false);

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
