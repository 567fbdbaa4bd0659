using CognitoUnlink.Changes;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Retirement;

/// <summary>Keeps what a run shows, and confirms everything.</summary>
internal sealed class RetirementHost<TReport> : IRunHost<TReport>
    where TReport : ChangeReport
{
    public List<TReport> Shown { get; } = [];

    public List<string> Warnings { get; } = [];

    public bool Confirm(TReport preview) => true;

    public void Show(TReport report) => Shown.Add(report);

    public void Warn(string text) => Warnings.Add(text);

    public void ShowNothingToDo(string text, bool isNamed)
    {
    }

    public static async IAsyncEnumerable<Action> Input(params Action[] actions)
    {
        foreach (var action in actions)
        {
            yield return action;
        }

        await Task.CompletedTask;
    }
}
