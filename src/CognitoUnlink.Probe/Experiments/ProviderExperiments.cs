using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Deletes a provider that a user is linked to, then tries to remove the link.</summary>
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
        // An error that says only that there is no link shows that the missing provider did not matter.
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

/// <summary>Deletes a provider that an app client offers.</summary>
internal sealed class ProviderOfClient : Experiment
{
    private const string Provider = "ProbeOffered";

    private static readonly Question s_delete = Question.OfFlag("deleteProviderOfClient", "Whether a provider can be deleted while an app client offers it", assumed: true);
    private static readonly Question s_client = new("clientOfDeletedProvider", "Whether the app client names the provider afterwards", "it does");

    public override IReadOnlyList<Question> Questions => [s_delete, s_client];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        await lab.DoAsync("CreateIdentityProvider", ProbePool.OidcProvider(Provider), cancellationToken).ConfigureAwait(false);
        var client = await lab.DoAsync("CreateUserPoolClient", new() { ["ClientName"] = "probe-offers", ["SupportedIdentityProviders"] = new JsonArray("COGNITO", Provider) }, cancellationToken).ConfigureAwait(false);
        var id = client.Json.GetProperty("UserPoolClient").GetProperty("ClientId").GetString()!;
        var delete = await lab.TryAsync("DeleteIdentityProvider", new() { ["ProviderName"] = Provider }, cancellationToken).ConfigureAwait(false);
        lab.Found(s_delete, delete.IsDone ? "true" : "false", delete.RequestId);
        if (delete.IsDone)
        {
            var shown = await lab.DoAsync("DescribeUserPoolClient", new() { ["ClientId"] = id }, cancellationToken).ConfigureAwait(false);
            var names = shown.Json.GetProperty("UserPoolClient").TryGetProperty("SupportedIdentityProviders", out var providers) && providers.ValueKind == JsonValueKind.Array
                && providers.EnumerateArray().Any(name => name.ValueEquals(Provider));
            lab.Found(s_client, names ? "it does" : "it does not", shown.RequestId);
        }
        else
        {
            throw new UndecidedException($"The provider could not be deleted: {delete.Text}");
        }
    }
}

/// <summary>Gives app clients a setting that is in no model, and leaves settings out.</summary>
internal sealed class ClientSettings : Experiment
{
    private const string Unknown = "CognitoUnlinkProbe";
    private const int Days = 7;

    private static readonly Question s_unknown = Question.OfSwitch("unknownClientSettings", "A member of CreateUserPoolClient that the service's model does not have", "kept", "ignored", "refused");
    private static readonly Question s_leftOut = new("clientSettingsLeftOut", "Settings that UpdateUserPoolClient leaves out", "reset to their defaults");

    public override IReadOnlyList<Question> Questions => [s_unknown, s_leftOut];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var trial = await lab.TryAsync("CreateUserPoolClient", new() { ["ClientName"] = "probe-unknown", [Unknown] = "x" }, cancellationToken).ConfigureAwait(false);
        if (trial.IsDone)
        {
            var id = trial.Json.GetProperty("UserPoolClient").GetProperty("ClientId").GetString();
            var shown = await lab.DoAsync("DescribeUserPoolClient", new() { ["ClientId"] = id }, cancellationToken).ConfigureAwait(false);
            lab.Found(s_unknown, shown.Json.GetProperty("UserPoolClient").TryGetProperty(Unknown, out _) ? "kept" : "ignored", trial.RequestId, shown.RequestId);
        }
        else
        {
            lab.Found(s_unknown, "refused", trial.RequestId);
        }

        var client = await lab.DoAsync("CreateUserPoolClient", new() { ["ClientName"] = "probe-left-out", ["RefreshTokenValidity"] = Days }, cancellationToken).ConfigureAwait(false);
        var request = new JsonObject { ["ClientId"] = client.Json.GetProperty("UserPoolClient").GetProperty("ClientId").GetString(), ["ClientName"] = "probe-left-out" };
        await lab.DoAsync("UpdateUserPoolClient", request, cancellationToken).ConfigureAwait(false);
        var after = await lab.DoAsync("DescribeUserPoolClient", new() { ["ClientId"] = (string?)request["ClientId"] }, cancellationToken).ConfigureAwait(false);
        var isKept = after.Json.GetProperty("UserPoolClient").TryGetProperty("RefreshTokenValidity", out var days) && days.TryGetInt32(out var number) && number == Days;
        lab.Found(s_leftOut, isKept ? "kept" : "reset to their defaults", after.RequestId);
    }
}
