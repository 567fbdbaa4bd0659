using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Links more than five identities, one that is too long, and one that somebody else has.</summary>
internal sealed class LinkLimits : Experiment
{
    private const int MostLinks = 5;
    private const int LongestSource = 128;

    private static readonly Question s_sixth = new("linkSixth", "Linking a sixth identity", "400 LimitExceededException: A user can have at most 5 linked identities.");

    private static readonly Question s_long = new(
        "linkLong",
        "Linking where provider, attribute and value have 129 characters together",
        "400 InvalidParameterException: Invalid SourceUser: ProviderName, ProviderAttributeName and ProviderAttributeValue must not exceed 128 characters together");

    private static readonly Question s_taken = new("linkTaken", "Linking an identity that somebody else has", "400 InvalidParameterException: SourceUser is already linked to DestinationUser");

    public override IReadOnlyList<Question> Questions => [s_sixth, s_long, s_taken];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var user = await lab.UserAsync("a", cancellationToken).ConfigureAwait(false);
        var other = await lab.UserAsync("b", cancellationToken).ConfigureAwait(false);
        for (var i = 1; i <= MostLinks; i++)
        {
            await lab.MustLinkAsync(user, ProbePool.Social, Lab.Subject, lab.SubjectOf($"{i}"), cancellationToken).ConfigureAwait(false);
        }

        lab.Found(s_sixth, await lab.LinkAsync(user, ProbePool.Social, Lab.Subject, lab.SubjectOf("6"), cancellationToken).ConfigureAwait(false));
        lab.Found(s_taken, await lab.LinkAsync(other, ProbePool.Social, Lab.Subject, lab.SubjectOf("1"), cancellationToken).ConfigureAwait(false));
        var value = new string('x', LongestSource + 1 - ProbePool.Social.Length - Lab.Subject.Length);
        lab.Found(s_long, await lab.LinkAsync(other, ProbePool.Social, Lab.Subject, value, cancellationToken).ConfigureAwait(false));
    }
}
