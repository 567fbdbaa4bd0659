using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Unlinks somebody's only identity, and links it again.</summary>
internal sealed class LastIdentity : Experiment
{
    private static readonly Question s_last = Question.OfSwitch("lastIdentityUnlinked", "What is left of 'identities' after its last entry went", "removeAttribute", "emptyArray");
    private static readonly Question s_again = new("linkAgain", "Linking an identity again that was unlinked and never signed in", Trial.Done);

    public override IReadOnlyList<Question> Questions => [s_last, s_again];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, subject) = (await lab.UserAsync("a", cancellationToken).ConfigureAwait(false), lab.SubjectOf("a"));
        await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var unlink = await lab.MustUnlinkAsync(ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var after = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        lab.Found(s_last, after.Identities switch { null => "removeAttribute", "[]" => "emptyArray", var text => text }, unlink.RequestId, after.RequestId);
        lab.Found(s_again, await lab.LinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false));
    }
}
