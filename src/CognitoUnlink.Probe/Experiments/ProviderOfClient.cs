using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Probe.Findings;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

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
            throw new NoAnswerException($"The provider could not be deleted: {delete.Text}");
        }
    }
}
