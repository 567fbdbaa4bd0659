using CognitoUnlink.Probe.Findings;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Unlinks from a provider that never was, and deactivates a user who never was.</summary>
internal sealed class UnknownNames : Experiment
{
    private static readonly Question s_provider = new(
        "unlinkFromProviderThatNeverWas", "Unlinking from a provider that the pool never had", "400 ResourceNotFoundException: Identity provider ProbeNobody does not exist.");

    private static readonly Question s_user = new("deactivateNobody", "Deactivating a native user that does not exist", "400 UserNotFoundException: User does not exist.");

    public override IReadOnlyList<Question> Questions => [s_provider, s_user];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        lab.Found(s_provider, await lab.UnlinkAsync("ProbeNobody", Lab.Subject, lab.SubjectOf("nobody"), cancellationToken).ConfigureAwait(false));
        lab.Found(s_user, await lab.DeactivateAsync("probe-nobody", cancellationToken).ConfigureAwait(false));
    }
}
