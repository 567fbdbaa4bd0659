using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Looks at UserLastModifiedDate before and after an unlink.</summary>
internal sealed class LastModified : Experiment
{
    private static readonly Question s_question = Question.OfFlag("unlinkChangesLastModified", "Whether unlinking changes UserLastModifiedDate", assumed: true);

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, subject) = (await lab.UserAsync("a", cancellationToken).ConfigureAwait(false), lab.SubjectOf("a"));
        await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var before = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        await lab.WaitAsync(cancellationToken).ConfigureAwait(false);
        var unlink = await lab.MustUnlinkAsync(ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var after = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        lab.Found(s_question, before.LastModified < after.LastModified ? "true" : "false", before.RequestId, unlink.RequestId, after.RequestId);
    }
}
