using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Deletes a provider that somebody is linked to, then tries to remove the link.</summary>
internal sealed class DeletedProvider : Experiment
{
    private const string Provider = "ProbeGone";

    private static readonly Question s_links = Question.OfSwitch("deletedProviderLinks", "The links of a provider that was deleted", "kept", "removed");

    private static readonly Question s_unlink = Question.OfSwitch(
        "unlinkFromUnknownProvider", "Removing a link of a provider that was deleted", "resourceNotFound", "invalidParameter", "unlink");

    public override IReadOnlyList<Question> Questions => [s_links, s_unlink];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, subject) = (await lab.UserAsync("a", cancellationToken).ConfigureAwait(false), lab.SubjectOf("a"));
        await lab.DoAsync("CreateIdentityProvider", ProbePool.OidcProvider(Provider), cancellationToken).ConfigureAwait(false);
        await lab.MustLinkAsync(user, Provider, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        await lab.DoAsync("DeleteIdentityProvider", new() { ["ProviderName"] = Provider }, cancellationToken).ConfigureAwait(false);
        var before = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        lab.Found(s_links, before.Shows(subject) ? "kept" : "removed", before.RequestId);

        var notLinked = await lab.UnlinkAsync(ProbePool.Oidc, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var unlink = await lab.UnlinkAsync(Provider, Lab.Subject, subject, cancellationToken).ConfigureAwait(false);
        var after = await lab.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        // Without a link, being told just that shows that nobody minded the provider.
        var answer = unlink.IsDone ? after.Shows(subject) ? "done, and the link is still there" : "unlink"
            : !before.Shows(subject) && unlink.SaysSameAs(notLinked) ? "unlink"
            : unlink.Code switch
            {
                "ResourceNotFoundException" => "resourceNotFound",
                "InvalidParameterException" => "invalidParameter",
                _ => unlink.Text,
            };
        lab.Found(s_unlink, answer, unlink.RequestId, after.RequestId);
    }
}
