using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Unlinks by a wrong subject, by one with the provider's prefix, and a second time.</summary>
internal sealed class UnlinkingWhatIsNotLinked : Experiment
{
    private const string NotLinked = "400 InvalidParameterException: Account isn't linked to anyone else, verify that the account has been linked";

    private static readonly Question s_wrong = new("unlinkByWrongSubject", "Unlinking a subject that is not linked to any user", NotLinked);
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

/// <summary>Unlinks from a provider that never existed, and deactivates a user who never existed.</summary>
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

/// <summary>Unlinks a social identity by another attribute than its subject.</summary>
internal sealed class WrongAttribute : Experiment
{
    private static readonly Question s_question = Question.OfSwitch(
        "unlinkByWrongAttribute", "Unlinking a social identity by an attribute other than Cognito_Subject", "notLinked", "invalidParameter");

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

/// <summary>Unlinks a user's only identity, and links it again.</summary>
internal sealed class LastIdentity : Experiment
{
    private static readonly Question s_last = Question.OfSwitch("lastIdentityUnlinked", "What is left of 'identities' after its last entry is removed", "removeAttribute", "emptyArray");
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
