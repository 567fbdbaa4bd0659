using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Deactivates a native user who has nothing else, and where that is refused one who has a linked identity.</summary>
internal sealed class Deactivation : Experiment
{
    private static readonly Question s_change = Question.OfSwitch(
        "nativeDeactivation", "What {Cognito, Cognito_Subject, username} changes", "record", "disableUser", "refuse", "refuseWithoutIdentity");

    private static readonly Question s_signIn = new(
        "signInAfterNativeDeactivation", "A sign-in with the right password after that", "400 NotAuthorizedException: Incorrect username or password.");

    public override IReadOnlyList<Question> Questions => [s_change, s_signIn];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var user = await lab.UserAsync("a", cancellationToken).ConfigureAwait(false);
        var trial = await lab.DeactivateAsync(user, cancellationToken).ConfigureAwait(false);
        var (wasRefused, refusal) = (!trial.IsDone, trial.IsDone ? null : trial.RequestId);
        if (wasRefused)
        {
            user = await lab.UserAsync("b", cancellationToken).ConfigureAwait(false);
            await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, lab.SubjectOf("b"), cancellationToken).ConfigureAwait(false);
            trial = await lab.DeactivateAsync(user, cancellationToken).ConfigureAwait(false);
        }

        if (!trial.IsDone)
        {
            lab.Found(s_change, "refuse", refusal, trial.RequestId);
            throw new NoAnswerException($"A native user cannot be deactivated: {trial.Text}");
        }

        var after = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        lab.Found(s_change, wasRefused ? "refuseWithoutIdentity" : after.Enabled ? "record" : "disableUser", refusal, trial.RequestId, after.RequestId);
        lab.Found(s_signIn, await lab.SignInAsync(user, cancellationToken).ConfigureAwait(false));
    }
}
