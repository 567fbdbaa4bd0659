using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Unlinks by a wrong subject, by one with the provider's prefix, and a second time.</summary>
internal sealed class UnlinkingWhatIsNotLinked : Experiment
{
    private const string NotLinked = "400 InvalidParameterException: Account isn't linked to anyone else, verify that the account has been linked";

    private static readonly Question s_wrong = new("unlinkByWrongSubject", "Unlinking a subject that is linked to nobody", NotLinked);
    private static readonly Question s_prefixed = new("unlinkByPrefixedSubject", "Unlinking with the provider's name before the subject", NotLinked);
    private static readonly Question s_again = new("unlinkTwice", "Unlinking a second time", NotLinked);

    public override IReadOnlyList<Question> Questions => [s_wrong, s_prefixed, s_again];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, subject) = (await lab.UserAsync("a", cancellationToken).ConfigureAwait(false), lab.SubjectOf("a"));
        await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        lab.Found(s_wrong, await lab.UnlinkAsync(ProbePool.Social, Lab.Subject, lab.SubjectOf("nobody"), cancellationToken).ConfigureAwait(false));
        lab.Found(s_prefixed, await lab.UnlinkAsync(ProbePool.Social, Lab.Subject, $"{ProbePool.Social}_{subject}", cancellationToken).ConfigureAwait(false));
        await lab.MustUnlinkAsync(ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        lab.Found(s_again, await lab.UnlinkAsync(ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false));
    }
}
