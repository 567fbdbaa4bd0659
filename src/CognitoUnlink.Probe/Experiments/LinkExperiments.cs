using System.Text.Json.Nodes;
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
    private static readonly Question s_who = new("unlinkSamlValueOfTwo", "Which user unlinking that value by Cognito_Subject affects", "the user who was linked by Cognito_Subject");

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
            throw new UndecidedException("The value cannot be linked twice.");
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

/// <summary>Links more than five identities, one that is too long, and one that another user has.</summary>
internal sealed class LinkLimits : Experiment
{
    private const int MostLinks = 5;
    private const int LongestSource = 128;

    private static readonly Question s_sixth = new("linkSixth", "Linking a sixth identity", "400 LimitExceededException: A user can have at most 5 linked identities.");

    private static readonly Question s_long = new(
        "linkLong",
        "Linking when provider, attribute and value have 129 characters in total",
        "400 InvalidParameterException: Invalid SourceUser: ProviderName, ProviderAttributeName and ProviderAttributeValue must not exceed 128 characters together");

    private static readonly Question s_taken = new("linkTaken", "Linking an identity that another user has", "400 InvalidParameterException: SourceUser is already linked to DestinationUser");

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

/// <summary>Creates a native user named like a federated profile, which is the closest to a profile without a sign-in.</summary>
internal sealed class ProfileLookalike : Experiment
{
    private static readonly Question s_create = new("createProfileLookalike", "AdminCreateUser with the name of a federated user", Trial.Done);
    private static readonly Question s_link = new("linkBesideLookalike", "Linking an identity while a native user has its federated user's name", Trial.Done);

    public override IReadOnlyList<Question> Questions => [s_create, s_link];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var (user, subject) = (await lab.UserAsync("a", cancellationToken).ConfigureAwait(false), lab.SubjectOf("a"));
        var create = await lab.TryAsync(
            "AdminCreateUser",
            new JsonObject { ["Username"] = $"{ProbePool.Social}_{subject}", ["MessageAction"] = "SUPPRESS", ["TemporaryPassword"] = lab.Password },
            cancellationToken).ConfigureAwait(false);
        lab.Found(s_create, create);
        if (create.IsDone)
        {
            lab.Found(s_link, await lab.LinkAsync(user, ProbePool.Social, Lab.Subject, subject, cancellationToken).ConfigureAwait(false));
        }
    }
}
