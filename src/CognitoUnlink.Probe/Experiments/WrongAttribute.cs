using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Unlinks a social identity by another attribute than its subject.</summary>
internal sealed class WrongAttribute : Experiment
{
    private static readonly Question s_question = Question.OfSwitch(
        "unlinkByWrongAttribute", "Unlinking a social identity by another attribute than Cognito_Subject", "notLinked", "invalidParameter");

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, subject) = (await lab.UserAsync("a", cancellationToken).ConfigureAwait(false), lab.SubjectOf("a"));
        await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var notLinked = await lab.UnlinkAsync(ProbePool.Social, Lab.Subject, lab.SubjectOf("nobody"), cancellationToken).ConfigureAwait(false);
        var trial = await lab.UnlinkAsync(ProbePool.Social, "email", subject, cancellationToken).ConfigureAwait(false);
        var after = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        var answer = trial.IsDone ? after.Shows(subject) ? "done, and the link is still there" : "done, and the link is gone"
            : trial.SaysSameAs(notLinked) ? "notLinked"
            : trial.Code == "InvalidParameterException" ? "invalidParameter"
            : trial.Text;
        lab.Found(s_question, answer, trial.RequestId, notLinked.RequestId);
    }
}
