using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Refreshes tokens after an unlink.</summary>
internal sealed class TokensAfterUnlink : Experiment
{
    private static readonly Question s_question = Question.OfFlag("unlinkSignsOut", "Whether unlinking ends refresh tokens", assumed: false);

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, subject) = (await lab.UserAsync("a", cancellationToken).ConfigureAwait(false), lab.SubjectOf("a"));
        await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        await lab.SetPasswordAsync(user, permanent: true, cancellationToken).ConfigureAwait(false);
        var token = await lab.MustSignInAsync(user, cancellationToken).ConfigureAwait(false);
        await lab.MustRefreshAsync(token, cancellationToken).ConfigureAwait(false);
        var unlink = await lab.MustUnlinkAsync(ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var refresh = await lab.RefreshAsync(token, cancellationToken).ConfigureAwait(false);
        lab.Found(s_question, refresh.IsDone ? "false" : "true", unlink.RequestId, refresh.RequestId);
    }
}

/// <summary>Refreshes tokens after a sign-out.</summary>
internal sealed class TokensAfterSignOut : Experiment
{
    private static readonly Question s_question = new("refreshAfterSignOut", "Refreshing after AdminUserGlobalSignOut", "400 NotAuthorizedException: Refresh Token has been revoked");

    public override IReadOnlyList<Question> Questions => [s_question];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var user = await lab.UserAsync("a", cancellationToken).ConfigureAwait(false);
        var token = await lab.MustSignInAsync(user, cancellationToken).ConfigureAwait(false);
        await lab.MustRefreshAsync(token, cancellationToken).ConfigureAwait(false);
        await lab.DoAsync("AdminUserGlobalSignOut", new() { ["Username"] = user }, cancellationToken).ConfigureAwait(false);
        lab.Found(s_question, await lab.RefreshAsync(token, cancellationToken).ConfigureAwait(false));
    }
}
