using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Refreshes tokens after an unlink and after a sign-out.</summary>
internal sealed class Tokens : Experiment
{
    private static readonly Question s_unlink = Question.OfFlag("unlinkSignsOut", "Whether unlinking ends refresh tokens", assumed: false);
    private static readonly Question s_signOut = new("refreshAfterSignOut", "Refreshing after AdminUserGlobalSignOut", "400 NotAuthorizedException: Refresh Token has been revoked");

    public override IReadOnlyList<Question> Questions => [s_unlink, s_signOut];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, subject) = (await lab.UserAsync("a", cancellationToken).ConfigureAwait(false), lab.SubjectOf("a"));
        await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        await lab.SetPasswordAsync(user, permanent: true, cancellationToken).ConfigureAwait(false);
        var token = await lab.MustSignInAsync(user, cancellationToken).ConfigureAwait(false);
        if (await lab.RefreshAsync(token, cancellationToken).ConfigureAwait(false) is { IsDone: false } refused)
        {
            throw new NoAnswerException($"The refresh token did not work at the start: {refused.Text}");
        }

        var unlink = await lab.MustUnlinkAsync(ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var refresh = await lab.RefreshAsync(token, cancellationToken).ConfigureAwait(false);
        lab.Found(s_unlink, refresh.IsDone ? "false" : "true", unlink.RequestId, refresh.RequestId);

        await lab.SetPasswordAsync(user, permanent: true, cancellationToken).ConfigureAwait(false);
        token = await lab.MustSignInAsync(user, cancellationToken).ConfigureAwait(false);
        await lab.DoAsync("AdminUserGlobalSignOut", new() { ["Username"] = user }, cancellationToken).ConfigureAwait(false);
        lab.Found(s_signOut, await lab.RefreshAsync(token, cancellationToken).ConfigureAwait(false));
    }
}
