using System.Text.Json.Nodes;
using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Makes a native user with the name of a federated profile, which is as near as one comes to a profile without signing in.</summary>
internal sealed class ProfileLookalike : Experiment
{
    private static readonly Question s_create = new("createProfileLookalike", "AdminCreateUser with the name of a federated profile", Trial.Done);
    private static readonly Question s_link = new("linkBesideLookalike", "Linking an identity while a native user has its profile's name", Trial.Done);

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
