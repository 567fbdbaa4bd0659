using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Deactivates a native user who can sign in, and tries what might bring the sign-in back.</summary>
internal sealed class Reactivation : Experiment
{
    private static readonly Question s_question = Question.OfSwitch("nativeReactivation", "What brings a deactivated native sign-in back", "never", "enableUser", "setPassword");

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var user = await lab.UserAsync("a", cancellationToken).ConfigureAwait(false);
        await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, lab.SubjectOf("a"), cancellationToken).ConfigureAwait(false);
        await lab.SetPasswordAsync(user, permanent: true, cancellationToken).ConfigureAwait(false);
        await lab.MustSignInAsync(user, cancellationToken).ConfigureAwait(false);
        var change = await lab.MustDeactivateAsync(user, cancellationToken).ConfigureAwait(false);
        if (await lab.SignInAsync(user, cancellationToken).ConfigureAwait(false) is { IsDone: true })
        {
            throw new NoAnswerException("The user could still sign in after the deactivation.");
        }

        await lab.DoAsync("AdminEnableUser", new() { ["Username"] = user }, cancellationToken).ConfigureAwait(false);
        var enabled = await lab.SignInAsync(user, cancellationToken).ConfigureAwait(false);
        if (enabled.IsDone)
        {
            lab.Found(s_question, "enableUser", change.RequestId, enabled.RequestId);
            return;
        }

        await lab.SetPasswordAsync(user, permanent: true, cancellationToken).ConfigureAwait(false);
        var withPassword = await lab.SignInAsync(user, cancellationToken).ConfigureAwait(false);
        lab.Found(s_question, withPassword.IsDone ? "setPassword" : "never", change.RequestId, enabled.RequestId, withPassword.RequestId);
    }
}
