using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Deactivates a native user who can sign in, and tries what might bring the sign-in back.</summary>
internal sealed class Reactivation : Experiment
{
    private const string Confirmed = "CONFIRMED";

    private static readonly Question s_question = Question.OfSwitch("nativeReactivation", "What brings a deactivated native sign-in back", "never", "enableUser", "setPassword");

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, change) = await DeactivatedAsync(lab, "a", cancellationToken).ConfigureAwait(false);
        var state = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        if (await lab.SignInAsync(user, cancellationToken).ConfigureAwait(false) is { IsDone: true })
        {
            throw new UndecidedException("The user could still sign in after the deactivation.");
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
        var answer = !withPassword.IsDone ? "never"
            : state.Status == Confirmed ? "setPassword"
            : await ByPasswordAloneAsync(lab, state.Enabled, cancellationToken).ConfigureAwait(false);
        lab.Found(s_question, answer, change.RequestId, enabled.RequestId, withPassword.RequestId);
    }

    /// <summary>
    /// A new password also repairs a status that the deactivation changed and that keeps people out. Only a user who was not enabled before shows
    /// whether the password alone was enough.
    /// </summary>
    private static async Task<string> ByPasswordAloneAsync(Lab lab, bool wasEnabled, CancellationToken cancellationToken)
    {
        var (user, _) = await DeactivatedAsync(lab, "b", cancellationToken).ConfigureAwait(false);
        await lab.SetPasswordAsync(user, permanent: true, cancellationToken).ConfigureAwait(false);
        var signIn = await lab.SignInAsync(user, cancellationToken).ConfigureAwait(false);
        return signIn.IsDone ? "setPassword"
            : wasEnabled ? "enableUser"
            : throw new UndecidedException("Enabling the user and then setting a password brought the sign-in back; which of the two did it is not known.");
    }

    private static async Task<(string User, Trial Change)> DeactivatedAsync(Lab lab, string name, CancellationToken cancellationToken)
    {
        var user = await lab.UserAsync(name, cancellationToken).ConfigureAwait(false);
        await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, lab.SubjectOf(name), cancellationToken).ConfigureAwait(false);
        await lab.SetPasswordAsync(user, permanent: true, cancellationToken).ConfigureAwait(false);
        await lab.MustSignInAsync(user, cancellationToken).ConfigureAwait(false);
        return (user, await lab.MustDeactivateAsync(user, cancellationToken).ConfigureAwait(false));
    }
}

/// <summary>Deactivates a native user who has nothing else, or if that is refused, one who has a linked identity.</summary>
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
            throw new UndecidedException($"A native user cannot be deactivated: {trial.Text}");
        }

        var after = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        lab.Found(s_change, wasRefused ? "refuseWithoutIdentity" : after.Enabled ? "record" : "disableUser", refusal, trial.RequestId, after.RequestId);
        lab.Found(s_signIn, await lab.SignInAsync(user, cancellationToken).ConfigureAwait(false));
    }
}
