using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Links one SAML value to two users, by an attribute and by subject, and unlinks by the other's name.</summary>
internal sealed class SamlNames : Experiment
{
    private static readonly Question s_other = new(
        "unlinkSamlByOtherName",
        "Unlinking a SAML identity by Cognito_Subject that was linked by email and never signed in",
        "400 InvalidParameterException: Account isn't linked to anyone else, verify that the account has been linked");

    private static readonly Question s_twice = new("linkSamlValueTwice", "Linking one SAML value to two users, by email and by Cognito_Subject", Trial.Done);
    private static readonly Question s_who = new("unlinkSamlValueOfTwo", "Whom unlinking that value by Cognito_Subject is about", "the user who was linked by Cognito_Subject");

    public override IReadOnlyList<Question> Questions => [s_other, s_twice, s_who];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var value = $"{lab.SubjectOf("a")}@example.com";
        var byEmail = await lab.UserAsync("a", cancellationToken).ConfigureAwait(false);
        var bySubject = await lab.UserAsync("b", cancellationToken).ConfigureAwait(false);
        await lab.MustLinkAsync(byEmail, ProbePool.Saml, "email", value, cancellationToken).ConfigureAwait(false);
        var other = await lab.UnlinkAsync(ProbePool.Saml, Lab.Subject, value, cancellationToken).ConfigureAwait(false);
        lab.Found(s_other, other);
        if (other.IsDone)
        {
            await lab.MustLinkAsync(byEmail, ProbePool.Saml, "email", value, cancellationToken).ConfigureAwait(false);
        }

        var twice = await lab.LinkAsync(bySubject, ProbePool.Saml, Lab.Subject, value, cancellationToken).ConfigureAwait(false);
        lab.Found(s_twice, twice);
        if (!twice.IsDone)
        {
            throw new NoAnswerException("The value cannot be linked twice.");
        }

        var unlink = await lab.MustUnlinkAsync(ProbePool.Saml, Lab.Subject, value, cancellationToken).ConfigureAwait(false);
        var (first, second) = (await lab.GetUserAsync(byEmail, cancellationToken).ConfigureAwait(false), await lab.GetUserAsync(bySubject, cancellationToken).ConfigureAwait(false));
        var answer = (first.Shows(value), second.Shows(value)) switch
        {
            (true, false) => "the user who was linked by Cognito_Subject",
            (false, true) => "the user who was linked by email",
            (false, false) => "both users",
            _ => "neither user",
        };
        lab.Found(s_who, answer, unlink.RequestId, first.RequestId, second.RequestId);
    }
}
